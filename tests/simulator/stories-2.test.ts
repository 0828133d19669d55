import { tellParts } from './parts.ts';

tellParts('pglite', [5, 6, 7, 8, 9], 500);
tellParts('postgresql', [5, 6], 125);
