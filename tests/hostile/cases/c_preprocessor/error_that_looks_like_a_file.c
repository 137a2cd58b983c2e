// Says itself that a file is too large.
// expect: rejected/source-error
// message: file too large
_Static_assert(0, "File size limit exceeded: file too large");
