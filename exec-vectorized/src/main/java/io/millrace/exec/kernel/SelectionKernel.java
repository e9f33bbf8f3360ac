package io.millrace.exec.kernel;

/**
 * The first of a batch's ranges, over all rows and without NULLs: the one seam at which a Vector API form may stand beside the scalar one. Arguments as in
 * {@link RangeSelection}; both forms give the same positions.
 */
public interface SelectionKernel {
    /** {@code out} has room for {@code count} positions; what lies behind the result is undefined. */
    int ints(long data, int count, int start, int span, int[] out);

    /** As {@link #ints}. */
    int longs(long data, int count, long start, long span, int[] out);
}
