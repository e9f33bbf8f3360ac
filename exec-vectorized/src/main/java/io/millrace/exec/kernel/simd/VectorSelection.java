package io.millrace.exec.kernel.simd;

import io.millrace.exec.kernel.ScalarSelection;
import io.millrace.exec.kernel.SelectionKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A vector of values at a time: one subtraction, one unsigned comparison, and the positions whose bit is set are compressed to the front. What is stored
 * beyond them is overwritten by the next vector, for which there is room because no more positions are found than rows gone through.
 */
public final class VectorSelection implements SelectionKernel {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
    /** The positions of as many rows as there are longs in a vector. */
    private static final VectorSpecies<Integer> LONG_ROWS = IntVector.SPECIES_256;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /** Every address: kernels are given addresses, and those who give them see to their bounds. */
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** Whether this machine compresses vectors by one instruction. */
    public static boolean wins() {
        return IntVector.SPECIES_PREFERRED.vectorBitSize() >= INTS.vectorBitSize();
    }

    @Override
    public int ints(long data, int count, int start, int span, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        int lanes = INTS.length();
        int n = 0;
        int i = 0;
        for (; i + lanes <= count; i += lanes) {
            VectorMask<Integer> inside = IntVector.fromMemorySegment(INTS, MEMORY, data + 4L * i, ORDER).sub(start)
                    .compare(VectorOperators.ULE, span);
            positions.compress(inside).intoArray(out, n);
            n += inside.trueCount();
            positions = positions.add(lanes);
        }
        return ScalarSelection.ints(data, i, count, start, span, out, n);
    }

    @Override
    public int longs(long data, int count, long start, long span, int[] out) {
        IntVector positions = IntVector.zero(LONG_ROWS).addIndex(1);
        int lanes = LONGS.length();
        int n = 0;
        int i = 0;
        for (; i + lanes <= count; i += lanes) {
            VectorMask<Integer> inside = LongVector.fromMemorySegment(LONGS, MEMORY, data + 8L * i, ORDER).sub(start)
                    .compare(VectorOperators.ULE, span).cast(LONG_ROWS);
            positions.compress(inside).intoArray(out, n);
            n += inside.trueCount();
            positions = positions.add(lanes);
        }
        return ScalarSelection.longs(data, i, count, start, span, out, n);
    }

    @Override
    public String toString() {
        return "vectors of " + INTS.vectorBitSize() + " bits";
    }
}
