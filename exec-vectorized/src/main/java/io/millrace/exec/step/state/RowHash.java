package io.millrace.exec.step.state;

import io.millrace.common.memory.Memory;

/** Hash of encoded rows: multiply and fold over 64-bit words (wyhash's mixing step); the same on every machine and in every version. */
final class RowHash {
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xE7037ED1A0B428DBL;

    private RowHash() {}

    /** {@code length} is a multiple of 8. */
    static int of(long address, int length) {
        long hash = SEED ^ length;
        for (long at = address, end = address + length; at < end; at += 8) {
            hash = mix(hash ^ Memory.getLong(at));
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(long word) {
        return word * FACTOR ^ Math.unsignedMultiplyHigh(word, FACTOR);
    }
}
