/* Standard output and standard error: `print` and `console`. */

#ifndef LAZARET_STREAMS_H
#define LAZARET_STREAMS_H

/* Defines the two in the global object. */
void streams_prepare(void);

#endif
