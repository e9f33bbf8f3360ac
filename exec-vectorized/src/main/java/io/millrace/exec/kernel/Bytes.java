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

    /** Whether {@code bytes.length} bytes at an address are those. */
    public static boolean equal(long address, byte[] bytes) {
        int length = bytes.length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (Memory.getLong(address + i) != Memory.getLong(bytes, i)) {
                return false;
            }
        }
        if ((length & 4) != 0) {
            if (Memory.getInt(address + i) != Memory.getInt(bytes, i)) {
                return false;
            }
            i += 4;
        }
        for (; i < length; i++) {
            if (Memory.getByte(address + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** All of fewer than eight bytes as one number; with the length it tells two such ranges apart. */
    public static long shortWord(long address, int length) {
        if (length >= 4) {
            return Memory.getInt(address) & 0xFFFF_FFFFL | (long) Memory.getInt(address + length - 4) << 32;
        }
        if (length == 0) {
            return 0;
        }
        return Memory.getByte(address) & 0xFF
                | (Memory.getByte(address + (length >> 1)) & 0xFF) << 8
                | (Memory.getByte(address + length - 1) & 0xFF) << 16;
    }

    /** As {@link #shortWord(long, int)}, of an array. */
    public static long shortWord(byte[] bytes) {
        int length = bytes.length;
        if (length >= 4) {
            return Memory.getInt(bytes, 0) & 0xFFFF_FFFFL | (long) Memory.getInt(bytes, length - 4) << 32;
        }
        if (length == 0) {
            return 0;
        }
        return bytes[0] & 0xFF | (bytes[length >> 1] & 0xFF) << 8 | (bytes[length - 1] & 0xFF) << 16;
    }

    /** As {@link Memory#compare}, with an array at the right. */
    public static int compare(long address, int length, byte[] bytes) {
        int common = Math.min(length, bytes.length);
        int i = 0;
        for (; i + 8 <= common; i += 8) {
            long left = Memory.getLong(address + i);
            long right = Memory.getLong(bytes, i);
            if (left != right) {
                return Long.compareUnsigned(Long.reverseBytes(left), Long.reverseBytes(right));
            }
        }
        for (; i < common; i++) {
            int difference = (Memory.getByte(address + i) & 0xFF) - (bytes[i] & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return length - bytes.length;
    }
}
