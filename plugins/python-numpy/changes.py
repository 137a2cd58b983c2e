"""What of NumPy's sources is not as it came, and why.

Each change names a file, a text that must be there exactly so often, and what takes its place; a version of NumPy
in which that does not hold is refused, so that no change is lost in silence.
"""

from pathlib import Path

PRODUCTS = Path(__file__).with_name("products.c").read_text(encoding="utf-8")

# The types of NumPy's loops for products of matrices, in their order there: how many numbers an element has, or none if
# it is left to NumPy's own loop, and of which type they are.
PARTS = """\
 * #PARTS = 0, 1, 1, 0, 2, 2, 0, 1*10#
 * #part = npy_longdouble, npy_float, npy_double, npy_half, npy_float, npy_double, npy_longdouble,
 *         npy_ubyte, npy_ushort, npy_uint, npy_ulong, npy_ulonglong,
 *         npy_byte, npy_short, npy_int, npy_long, npy_longlong#
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
    # But a number that stands for a place in an array that nobody makes may be as large as it is elsewhere.
    ("numpy/_core/src/multiarray/compiled_base.c", "npy_mul_sizes_with_overflow(&s, s, dimensions.ptr[i])",
     "__builtin_mul_overflow(s, dimensions.ptr[i], &s)", 2),
    ("numpy/_core/src/multiarray/compiled_base.c", "PyArray_OverflowMultiplyList(dimensions.ptr, dimensions.len)",
     "lazaret_product(dimensions.ptr, dimensions.len)", 1),
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

static inline npy_intp lazaret_product(const npy_intp *factors, int count) {
    npy_intp product = 1;
    for (int i = 0; i < count; i++) {
        if (factors[i] == 0) {
            return 0;
        }
        if (__builtin_mul_overflow(product, factors[i], &product)) {
            return -1;
        }
    }
    return product;
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
    # The text reader has variables of the interpreter's size filled in by a converter of NumPy's.
    ("numpy/_core/src/multiarray/textreading/readtext.c", "    Py_ssize_t skiplines = 0;\n    Py_ssize_t max_rows = -1;",
     "    npy_intp skiplines = 0;\n    npy_intp max_rows = -1;", 1),
    # Arguments of no declared type are read by what the format says; of one that is twice as long, what follows is
    # read in the wrong place, pointers among it.
    ("numpy/_core/src/multiarray/common.c", 'array.", itemsize);', 'array.", lazaret_narrow(itemsize));', 2),
    ("numpy/_core/src/multiarray/convert_datatype.c", 'array.", size);', 'array.", lazaret_narrow(size));', 1),
    ("numpy/_core/src/multiarray/ctors.c", "descr->type,\n                    descr->elsize);",
     "descr->type,\n                    (int)descr->elsize);", 1),
    ("numpy/_core/src/multiarray/descriptor.c", "offset, newdescr->alignment);", "offset, (int)newdescr->alignment);", 1),
    ("numpy/_core/src/multiarray/descriptor.c", "new->elsize, itemsize);", "(int)new->elsize, itemsize);", 1),
    ("numpy/_core/src/multiarray/descriptor.c", "new->alignment, itemsize);", "(int)new->alignment, itemsize);", 1),
    ("numpy/_core/src/multiarray/hashdescr.c", 'Py_BuildValue("(ccKnn)"', 'Py_BuildValue("(ccKLL)"', 1),
    ("numpy/_core/src/multiarray/item_selection.c", '(%zd,) (%zd,)", n, PyArray_DIM(repeats, 0));',
     '(%zd,) (%zd,)", lazaret_narrow(n), lazaret_narrow(PyArray_DIM(repeats, 0)));', 1),
    ("numpy/_core/src/multiarray/item_selection.c", "                         kth[i], shape[axis]);",
     "                         lazaret_narrow(kth[i]), lazaret_narrow(shape[axis]));", 1),
    ("numpy/_core/src/multiarray/item_selection.c", 'compare function", i);', 'compare function", lazaret_narrow(i));', 1),
    ("numpy/_core/src/multiarray/multiarraymodule.c", "idim, 0, shape[idim], iarrays, arr_shape[idim]);",
     "idim, 0, (int)shape[idim], (int)iarrays, (int)arr_shape[idim]);", 1),
    ("numpy/_core/src/multiarray/scalartypes.c.src", '"%" NPY_INTP_FMT "w", length', '"%zdw", length', 1),
    ("numpy/_core/src/multiarray/shape.c", "PyArray_SIZE(arr), tmp);", "lazaret_narrow(PyArray_SIZE(arr)), tmp);", 1),
    ("numpy/_core/src/multiarray/textreading/rows.c", "row_count + skiplines + 1, max_rows) < 0",
     "row_count + skiplines + 1, lazaret_narrow(max_rows)) < 0", 1),
    ("numpy/_core/src/umath/loops.c.src", "i, type->tp_name, meth);", "(int)i, type->tp_name, meth);", 1),
    ("numpy/_core/src/umath/ufunc_object.c", """\
                            ufunc->core_signature, op_dim_size,
                            core_dim_sizes[core_dim_index]);""", """\
                            ufunc->core_signature, lazaret_narrow(op_dim_size),
                            lazaret_narrow(core_dim_sizes[core_dim_index]));""", 1),
    ("numpy/_core/src/umath/string_ufuncs.cpp", "array.\",\n                    length);",
     "array.\",\n                    lazaret_narrow(length));", 1),
    ("numpy/linalg/umath_linalg.cpp", "m, n, required_p, p);",
     "lazaret_narrow(m), lazaret_narrow(n), lazaret_narrow(required_p), lazaret_narrow(p));", 1),
    ("numpy/_core/src/umath/_umath_tests.c.src", "m, n, required_p, p);",
     "lazaret_narrow(m), lazaret_narrow(n), lazaret_narrow(required_p), lazaret_narrow(p));", 1),
    # The tests of whether arrays overlap ask with numbers of 64 bits.
    ("numpy/_core/src/multiarray/_multiarray_tests.c.src", "Py_ssize_t b_input = 0;\n    Py_ssize_t max_work = -1;",
     "long long b_input = 0;\n    long long max_work = -1;", 1),
    ("numpy/_core/src/multiarray/_multiarray_tests.c.src", '"O!O!n|nii"', '"O!O!L|Lii"', 1),
    # A function that is called through a pointer of another type is a trap in WebAssembly, and none elsewhere.
    ("numpy/_core/src/multiarray/scalartypes.c.src", "gentype___copy__(PyObject *self)",
     "gentype___copy__(PyObject *self, PyObject *NPY_UNUSED(ignored))", 1),
    ("numpy/_core/src/multiarray/array_converter.c", "array_converter_get_scalar_input(PyArrayArrayConverterObject *self)",
     "array_converter_get_scalar_input(PyArrayArrayConverterObject *self, void *NPY_UNUSED(ignored))", 1),
    ("numpy/_core/src/multiarray/array_method.c", "boundarraymethod__supports_unaligned(PyBoundArrayMethodObject *self)",
     "boundarraymethod__supports_unaligned(PyBoundArrayMethodObject *self, void *NPY_UNUSED(ignored))", 1),
    ("numpy/_core/src/multiarray/multiarraymodule.c", """\
    {"_get_castingimpl",  (PyCFunction)_get_castingimpl,
        METH_VARARGS | METH_KEYWORDS, NULL},""", """\
    {"_get_castingimpl",  (PyCFunction)_get_castingimpl,
        METH_VARARGS, NULL},""", 1),
    ("numpy/_core/src/umath/_scaled_float_dtype.c", "sfloat___reduce__(PyArray_SFloatDescr *self)",
     "sfloat___reduce__(PyArray_SFloatDescr *self, PyObject *NPY_UNUSED(ignored))", 1),
    ("numpy/_core/src/multiarray/_multiarray_tests.c.src", "(PyCFunction)printf_float_g,\n        METH_VARARGS ,",
     "(PyCFunction)printf_float_g,\n        METH_VARARGS | METH_KEYWORDS,", 1),
    # The old generator's whole numbers are of C's `long`, which has 32 bits here and 64 on the user's machine.
    ("numpy/_core/include/numpy/random/distributions.h", "#define RAND_INT_TYPE long\n#define RAND_INT_MAX LONG_MAX\n",
     "#define RAND_INT_TYPE int64_t\n#define RAND_INT_MAX INT64_MAX\n", 1),
    ("numpy/random/src/distributions/distributions.c", "#if ULONG_MAX <= 0xffffffffUL", "#if 0", 2),
    ("numpy/random/src/legacy/legacy-distributions.c", "    const long i =", "    const int64_t i =", 1),
    ("numpy/random/src/legacy/legacy-distributions.c", "static long legacy", "static int64_t legacy", 1),
    ("numpy/random/src/legacy/legacy-distributions.c", "  long result;", "  int64_t result;", 1),
    ("numpy/random/src/legacy/legacy-distributions.c", " (long)", " (int64_t)", 2),
    ("numpy/random/_common.pyx", "np.iinfo('l').max", "np.iinfo('int64').max", 2),
    ("numpy/random/_common.pyx", "int(LONG_MAX)", "0x7fffffffffffffff", 1),
    ("numpy/random/_common.pyx", "<double> LONG_MAX:", "<double>0x7fffffffffffffff:", 1),
    ("numpy/random/mtrand.pyx", 'if dtype is not int else np.dtype("long")', 'if dtype is not int else np.dtype("int64")', 1),
    ("numpy/random/mtrand.pyx", "size=size, dtype='l')", "size=size, dtype='int64')", 1),
    ("numpy/random/mtrand.pyx", "        return <long>x64\n    return x.astype('l', casting='unsafe')",
     "        return x64\n    return x.astype('int64', casting='unsafe')", 1),
    ("numpy/random/mtrand.pyx", "return <long>legacy", "return <int64_t>legacy", 1),
    ("numpy/random/mtrand.pyx", "long n, long *mnix", "int64_t n, int64_t *mnix", 1),
    ("numpy/random/mtrand.pyx", "def multinomial(self, long n,", "def multinomial(self, int64_t n,", 1),
    # Products of matrices: without BLAS, one element of the result after the other, each a chain of additions that wait for
    # one another. `products.c` makes several at a time, of the same sums.
    ("numpy/_core/src/umath/matmul.c.src", "#if defined(HAVE_CBLAS)\n/*\n * -1 to be conservative", """\
#include <string.h>

/* Adds the product of two elements to a sum; the parts of complex ones as NumPy's loops have them. */
#define LAZARET_ADD_1(part, sum, x, y) ((sum)[0] += ((const part *)(x))[0] * ((const part *)(y))[0])
#define LAZARET_ADD_2(part, sum, x, y) \\
    do { \\
        const part *x_ = (const part *)(x), *y_ = (const part *)(y); \\
        (sum)[0] += (x_[0] * y_[0]) - (x_[1] * y_[1]); \\
        (sum)[1] += (x_[0] * y_[1]) + (x_[1] * y_[0]); \\
    } while (0)

/* Whether elements of this size overlap nowhere, if the first stride is the one from row to row. */
static inline int
lazaret_apart(Py_ssize_t size, Py_ssize_t rows, Py_ssize_t row, Py_ssize_t columns, Py_ssize_t column)
{
    return (columns < 2 || size <= column)
        && (rows < 2 || (columns < 2 ? size : columns * column) <= row);
}

#if defined(HAVE_CBLAS)
/*
 * -1 to be conservative""", 1),
    ("numpy/_core/src/umath/matmul.c.src",
     " * #IS_HALF = 0, 0, 0, 1, 0*13#\n */\n\nstatic void\n@TYPE@_matmul_inner_noblas(",
     " * #IS_HALF = 0, 0, 0, 1, 0*13#\n" + PARTS + " */\n\n" + PRODUCTS
     + "static void\n@TYPE@_matmul_inner_noblas(", 1),
    ("numpy/_core/src/umath/matmul.c.src", """\
    ob_p  = os_p * dp;

    for (m = 0; m < dm; m++) {
        for (p = 0; p < dp; p++) {
#if @IS_COMPLEX@ == 1
""", """\
    ob_p  = os_p * dp;

#if @PARTS@
    if (@TYPE@_several_at_a_time(ip1, is1_m, is1_n, ip2, is2_n, is2_p, op, os_m, os_p, dm, dn, dp)) {
        return;
    }
#endif
    for (m = 0; m < dm; m++) {
        for (p = 0; p < dp; p++) {
#if @IS_COMPLEX@ == 1
""", 1),
    # `dot` of matrices and vectors goes the same way; its own sums are the same ones.
    ("numpy/_core/src/multiarray/multiarraymodule.c", '#include "umathmodule.h"\n',
     '#include "umathmodule.h"\n#include "matmul.h"\n', 1),
    ("numpy/_core/src/multiarray/multiarraymodule.c", """\
    op = PyArray_DATA(out_buf);
    os = PyArray_ITEMSIZE(out_buf);
    axis = PyArray_NDIM(ap1)-1;
""", """\
    op = PyArray_DATA(out_buf);
    os = PyArray_ITEMSIZE(out_buf);
    axis = PyArray_NDIM(ap1)-1;
    PyUFuncGenericFunction product = NULL;
    if (PyArray_NDIM(ap1) <= 2 && PyArray_NDIM(ap2) <= 2 && nd != 0) {
        product = typenum == NPY_DOUBLE ? DOUBLE_matmul : typenum == NPY_FLOAT ? FLOAT_matmul
            : typenum == NPY_CDOUBLE ? CDOUBLE_matmul : typenum == NPY_CFLOAT ? CFLOAT_matmul
            : typenum == NPY_LONGLONG ? LONGLONG_matmul : typenum == NPY_LONG ? LONG_matmul : NULL;
    }
    if (product != NULL) {
        npy_intp rows = PyArray_NDIM(ap1) == 2 ? PyArray_DIM(ap1, 0) : 1;
        npy_intp columns = PyArray_NDIM(ap2) == 2 ? PyArray_DIM(ap2, 1) : 1;
        char *operands[3] = {PyArray_BYTES(ap1), PyArray_BYTES(ap2), op};
        npy_intp sizes[4] = {1, rows, l, columns};
        npy_intp strides[9] = {
            0, 0, 0, PyArray_NDIM(ap1) == 2 ? PyArray_STRIDE(ap1, 0) : 0, is1,
            is2, PyArray_NDIM(ap2) == 2 ? PyArray_STRIDE(ap2, 1) : 0, columns * os, os,
        };
        NPY_BEGIN_THREADS_DESCR(PyArray_DESCR(ap2));
        product(operands, sizes, strides, NULL);
        NPY_END_THREADS_DESCR(PyArray_DESCR(ap2));
        Py_DECREF(ap1);
        Py_DECREF(ap2);
        PyArray_ResolveWritebackIfCopy(out_buf);
        Py_DECREF(out_buf);
        return (PyObject *)result;
    }
""", 1),
    # It is not here, so that whoever goes through all names does not end in an error.
    ("numpy/__init__.py", '        "f2py", "test",', '        "test",', 1),
    ("numpy/__init__.py", "        elif attr == \"f2py\":\n            import numpy.f2py as f2py\n            return f2py\n", "", 1),
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
    ("numpy/random/mtrand.pyx", r"\bnp\.long\b", "np.int64"),
    ("numpy/random/mtrand.pyx", r"<long ?\*>", "<int64_t *>"),
    ("numpy/random/mtrand.pyx", r"cdef long\b", "cdef int64_t"),
    ("numpy/fft/pocketfft/pocketfft_hdronly.h", r"throw std::[a-z_]+\([^;]*\);", "__builtin_trap();"),
]
