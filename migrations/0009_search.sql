-- Trigrams find the words that a mistyped one is near to. Part of PostgreSQL's contrib, like btree_gist.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "offering_day" (
	"offering_id" uuid NOT NULL,
	"day" date NOT NULL,
	"views" integer NOT NULL,
	CONSTRAINT "offering_day_offering_id_day_pk" PRIMARY KEY("offering_id","day")
);
--> statement-breakpoint
CREATE TABLE "offering_search" (
	"offering_id" uuid PRIMARY KEY NOT NULL,
	"search" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_word" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "offering_day" ADD CONSTRAINT "offering_day_offering_id_offering_id_fk" FOREIGN KEY ("offering_id") REFERENCES "public"."offering"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offering_search" ADD CONSTRAINT "offering_search_offering_id_offering_id_fk" FOREIGN KEY ("offering_id") REFERENCES "public"."offering"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offering_search_words" ON "offering_search" USING gin ("search") WITH (fastupdate = off);--> statement-breakpoint
CREATE INDEX "search_word_similar" ON "search_word" USING gin ("word" gin_trgm_ops);
--> statement-breakpoint
ALTER TABLE "offering_day" ADD CONSTRAINT "offering_day_views" CHECK (views > 0);
--> statement-breakpoint
-- Texts as they are compared: small letters, no accents, punctuation as spaces (rules/words.ts does the same to what is
-- searched for), with the two languages whose names are punctuation spelt out.
CREATE FUNCTION search_plain(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(
    replace(replace(lower(regexp_replace(normalize(value, NFD), U&'[\0300-\036F]', '', 'g')), 'c++', 'cpp'), 'c#', 'csharp'),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~“”‘’«»–—…•·', repeat(' ', 43))
$$;
--> statement-breakpoint
-- English stems find `review` for `reviews`; plain words find what somebody is still typing, and names.
CREATE FUNCTION search_vector(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('english', plain) || to_tsvector('simple', plain) FROM (SELECT search_plain(value) AS plain) AS text
$$;
--> statement-breakpoint
-- What finds all of these words (separated by spaces): each as a stem or as it is, with `prefix` as a beginning too, or
-- as one of its alternatives (`also`: for each word `a | b` or nothing, separated by `;`). Words are letters and digits.
CREATE FUNCTION offering_query(words text, also text, prefix boolean) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  word text[] := string_to_array(words, ' ');
  alternatives text[] := string_to_array(also, ';');
  whole tsquery;
  one tsquery;
BEGIN
  FOR n IN 1 .. cardinality(word) LOOP
    one := to_tsquery('english', word[n]) || to_tsquery('simple', word[n]);
    IF prefix AND char_length(word[n]) > 1 THEN one := one || to_tsquery('simple', word[n] || ':*'); END IF;
    IF alternatives[n] <> '' THEN one := one || to_tsquery('simple', alternatives[n]); END IF;
    whole := CASE WHEN whole IS NULL THEN one ELSE whole && one END;
  END LOOP;
  RETURN whole;
END $$;
--> statement-breakpoint
-- Known words that share enough trigrams with this one, nearest first. Two letters changed places leave few in common.
CREATE FUNCTION similar_words(wanted text, most integer) RETURNS TABLE (word text, closeness real)
LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.18 AS $$
  SELECT w.word, similarity(w.word, wanted) FROM search_word w WHERE w.word % wanted ORDER BY 2 DESC, 1 LIMIT most
$$;
--> statement-breakpoint
CREATE FUNCTION write_offering_search(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO offering_search (offering_id, search)
    SELECT o.id, setweight(search_vector(o.title), 'A') || setweight(search_vector(coalesce(c.title, '')), 'B')
      || setweight(search_vector(p.name), 'C') || setweight(search_vector(o.description), 'D')
    FROM offering o JOIN person p ON p.id = o.tutor_id LEFT JOIN course c ON c.id = o.course_id WHERE o.id = ANY (ids)
    ON CONFLICT (offering_id) DO UPDATE SET search = excluded.search;
  -- In one order, so that two who write the same new words wait for each other and never in a circle. Words with digits
  -- are looked for as they are.
  INSERT INTO search_word (word)
    SELECT DISTINCT word FROM offering o JOIN person p ON p.id = o.tutor_id LEFT JOIN course c ON c.id = o.course_id,
      regexp_split_to_table(search_plain(concat_ws(' ', o.title, c.title, p.name, o.description)), '\s+') AS word
    WHERE o.id = ANY (ids) AND char_length(word) BETWEEN 4 AND 40 AND word !~ '[0-9]'
    ORDER BY word
    ON CONFLICT DO NOTHING;
END $$;
--> statement-breakpoint
CREATE FUNCTION offering_search_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM write_offering_search((SELECT array_agg(id) FROM written));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION offering_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM write_offering_search(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION person_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM write_offering_search((SELECT array_agg(id ORDER BY id) FROM offering WHERE tutor_id = NEW.id));
  -- A name that nobody offers anything under any more is forgotten at once: it may be a person's wish.
  DELETE FROM search_word w USING regexp_split_to_table(search_plain(OLD.name), '\s+') AS former (word)
    WHERE w.word = former.word AND NOT EXISTS (
      SELECT 1 FROM offering_search s WHERE s.search @@ plainto_tsquery('simple', former.word));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION course_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM write_offering_search((SELECT array_agg(id ORDER BY id) FROM offering WHERE course_id = NEW.id));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER offering_search_insert AFTER INSERT ON offering REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION offering_search_inserted();
--> statement-breakpoint
CREATE TRIGGER offering_search_update AFTER UPDATE OF title, description, course_id, tutor_id ON offering
  FOR EACH ROW EXECUTE FUNCTION offering_search_changed();
--> statement-breakpoint
CREATE TRIGGER person_search_update AFTER UPDATE OF name ON person
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION person_search_changed();
--> statement-breakpoint
CREATE TRIGGER course_search_update AFTER UPDATE OF title ON course
  FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION course_search_changed();
--> statement-breakpoint
SELECT write_offering_search((SELECT array_agg(id) FROM offering));
