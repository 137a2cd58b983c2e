"""What of NumPy's sources is not as it came, and why.

Each change names a file, a text that must be there exactly so often, and what takes its place; a version of NumPy
in which that does not hold is refused, so that no change is lost in silence.
"""

# (file, original, changed, how often)
CHANGES = [
    # On a machine of 32 bits NumPy's `intp` has 32, and so has the default integer: `np.arange(10**5) ** 2` wraps
    # without a word, and gets another score than on the user's machine. Here `intp` has 64 bits although pointers
    # have 32, so that default integers, indices and the results of `argsort` and `nonzero` are what they are there.
    ("numpy/_core/include/numpy/npy_common.h", "typedef Py_ssize_t npy_intp;", "typedef long long npy_intp;", 1),
    ("numpy/_core/include/numpy/npy_common.h", "typedef size_t npy_uintp;", "typedef unsigned long long npy_uintp;", 1),
    ("numpy/_core/meson.build", "['NPY_SIZEOF_INTP', 'size_t']", "['NPY_SIZEOF_INTP', 'long long']", 1),
    ("numpy/_core/meson.build", "['NPY_SIZEOF_UINTP', 'size_t']", "['NPY_SIZEOF_UINTP', 'long long']", 1),
    # Iterators keep strides and pointers in slots of this size; the larger of the two has to fit.
    ("numpy/_core/meson.build", "  cc.sizeof('Py_intptr_t', dependencies", "  cc.sizeof('long long', dependencies", 1),
    ("numpy/_core/src/multiarray/nditer_impl.h", "    Py_intptr_t ", "    npy_intp ", 3),
    ("numpy/_core/src/multiarray/nditer_templ.c.src", "NPY_SIZEOF_INTP*nop)", "sizeof(char *)*nop)", 1),
    ("numpy/_core/src/multiarray/nditer_api.c", "NIT_DATAPTRS(iter), NPY_SIZEOF_INTP*nop)",
     "NIT_DATAPTRS(iter), sizeof(char *)*nop)", 1),
    ("numpy/_core/src/multiarray/nditer_constr.c", "memset(NBF_BUFFERS(bufferdata), 0, nop*NPY_SIZEOF_INTP)",
     "memset(NBF_BUFFERS(bufferdata), 0, nop*sizeof(char *))", 1),
    # No array is larger than the memory, whatever `intp` could count.
    ("numpy/_core/src/common/templ_common.h.src",
     "npy_mul_sizes_with_overflow (npy_intp * r, npy_intp a, npy_intp b)\n{\n#ifdef HAVE___BUILTIN_MUL_OVERFLOW\n"
     "    return __builtin_mul_overflow(a, b, r);",
     "npy_mul_sizes_with_overflow (npy_intp * r, npy_intp a, npy_intp b)\n{\n#ifdef HAVE___BUILTIN_MUL_OVERFLOW\n"
     "    return __builtin_mul_overflow(a, b, r) || *r > PY_SSIZE_T_MAX;", 1),
    # Where NumPy takes the interpreter's sizes for its own. The compiler refuses every place that is not here.
    ("numpy/_core/src/multiarray/alloc.h", "npy_uintp sz, PyObject", "size_t sz, PyObject", 1),
    ("numpy/_core/src/multiarray/alloc.h", "npy_uintp sd, PyObject", "size_t sd, PyObject", 1),
    ("numpy/_core/src/multiarray/array_method.c", "        Py_ssize_t subloopsize;", "        npy_intp subloopsize;", 1),
    ("numpy/_core/src/multiarray/array_method.c", "    Py_ssize_t length = -1;", "    npy_intp length = -1;", 1),
    ("numpy/_core/src/multiarray/buffer.c", "info->shape = (npy_intp *)", "info->shape = (Py_ssize_t *)", 1),
    ("numpy/_core/src/multiarray/nditer_pywrap.c", 'PyArg_ParseTuple(value, "nn", &istart', 'PyArg_ParseTuple(value, "LL", &istart', 1),
    ("numpy/_core/src/multiarray/iterators.c", "PySlice_GetIndicesEx(", "lazaret_slice(", 2),
    ("numpy/_core/src/multiarray/mapping.c", "PySlice_GetIndicesEx(", "lazaret_slice(", 1),
    ("numpy/_core/src/umath/string_ufuncs.cpp", "PySlice_AdjustIndices(", "lazaret_adjust(", 1),
    ("numpy/_core/src/umath/stringdtype_ufuncs.cpp", "PySlice_AdjustIndices(", "lazaret_adjust(", 1),
    ("numpy/_core/include/numpy/npy_common.h", "typedef unsigned long long npy_uintp;\n", """\
typedef unsigned long long npy_uintp;

static inline Py_ssize_t lazaret_narrow(npy_intp wide) {
    return wide < PY_SSIZE_T_MIN ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX < wide ? PY_SSIZE_T_MAX : (Py_ssize_t)wide;
}

static inline npy_intp lazaret_adjust(npy_intp length, npy_intp *start, npy_intp *stop, npy_intp step) {
    Py_ssize_t narrow_start = lazaret_narrow(*start), narrow_stop = lazaret_narrow(*stop);
    npy_intp count = PySlice_AdjustIndices(
        lazaret_narrow(length), &narrow_start, &narrow_stop, lazaret_narrow(step));
    *start = narrow_start;
    *stop = narrow_stop;
    return count;
}

static inline int lazaret_slice(
        PyObject *slice, npy_intp length, npy_intp *start, npy_intp *stop, npy_intp *step, npy_intp *count) {
    Py_ssize_t narrow_start, narrow_stop, narrow_step;
    if (PySlice_Unpack(slice, &narrow_start, &narrow_stop, &narrow_step) < 0) {
        return -1;
    }
    *count = PySlice_AdjustIndices(lazaret_narrow(length), &narrow_start, &narrow_stop, narrow_step);
    *start = narrow_start;
    *stop = narrow_stop;
    *step = narrow_step;
    return 0;
}
""", 1),
    # The old generator's whole numbers are of C's `long`, which has 32 bits here and 64 on the user's machine.
    ("numpy/random/mtrand.pyx", 'if dtype is not int else np.dtype("long")', 'if dtype is not int else np.dtype("int64")', 1),
    # The sandbox has no C++ exceptions. What the Fourier transform throws for wrong arguments is checked before it; that
    # memory is short, it is asked about first, with all that it will need at once.
    ("numpy/fft/_pocketfft_umath.cpp", """\
    NPY_ALLOW_C_API_DEF
    try {
        cpp_ufunc(args, dimensions, steps, func);
    }
    catch (std::bad_alloc& e) {
        NPY_ALLOW_C_API;
        PyErr_NoMemory();
        NPY_DISABLE_C_API;
    }
    catch (const std::exception& e) {
        NPY_ALLOW_C_API;
        PyErr_SetString(PyExc_RuntimeError, e.what());
        NPY_DISABLE_C_API;
    }
""", """\
    size_t points = 1;
    for (int i = 1; i < 3; i++) {
        points = points < (size_t)dimensions[i] ? (size_t)dimensions[i] : points;
    }
    using pocketfft::detail::util;
    size_t factor = util::largest_prime_factor(points);
    size_t numbers = 4 * points;
    if (points <= (unsigned long long)factor * factor) {
        numbers = 2 * points + 4 * util::good_size_cmplx(2 * points - 1);
    }
    /* Not `malloc`, of which the compiler knows that nobody uses what it gives. */
    void *probe = PyMem_RawMalloc(16 * numbers + 4096);
    if (probe == NULL) {
        PyErr_NoMemory();
        return;
    }
    PyMem_RawFree(probe);
    cpp_ufunc(args, dimensions, steps, func);
""", 1),
]

# (file, pattern, what takes the place of each match): for what stands in many places.
PATTERNS = [
    ("numpy/fft/pocketfft/pocketfft_hdronly.h", r"throw std::[a-z_]+\([^;]*\);", "__builtin_trap();"),
]
