import { tellParts } from './parts.ts';

tellParts('pglite', [0, 1, 2, 3, 4], 500);
// Fewer on PostgreSQL, where the same stories show the same: it is there to prove its own SQL.
tellParts('postgresql', [0, 1], 125);
