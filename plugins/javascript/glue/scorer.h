/* The evaluator's side: what it may ask of Lazaret, and what Lazaret asks of it. */

#ifndef LAZARET_SCORER_H
#define LAZARET_SCORER_H

/* Makes what an evaluator needs, out of reach of any program. */
void scorer_prepare(void);

/* Lets the program reach it: as the module `lazaret`, and as the global of that name. */
void scorer_grant(void);

#endif
