package io.millrace.exec.kernel;

import io.millrace.common.memory.Memory;

/** Byte ranges at addresses. */
public final class Bytes {
    private Bytes() {}

    /** The length without trailing spaces: what counts of a CHAR. */
    public static int trimmedLength(long address, int length) {
        int end = length;
        while (end > 0 && Memory.getByte(address + end - 1) == ' ') {
            end--;
        }
        return end;
    }
}
