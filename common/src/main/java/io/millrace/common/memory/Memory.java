package io.millrace.common.memory;

import java.lang.reflect.Field;
import java.nio.ByteOrder;
import sun.misc.Unsafe;

/**
 * Raw access to off-heap addresses for kernels, unaligned, little-endian, unchecked: the caller vouches for every address. The one class that
 * touches {@link Unsafe}; when the JDK removes it, only this file changes. Lengths in bytes.
 */
@SuppressWarnings({"deprecation", "removal"})
public final class Memory {
    private static final Unsafe UNSAFE = unsafe();
    private static final long BYTES = Unsafe.ARRAY_BYTE_BASE_OFFSET;

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new ExceptionInInitializerError("Millrace needs a little-endian machine, found " + ByteOrder.nativeOrder());
        }
    }

    private Memory() {}

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public static byte getByte(long address) {
        return UNSAFE.getByte(address);
    }

    public static void putByte(long address, byte value) {
        UNSAFE.putByte(address, value);
    }

    public static short getShort(long address) {
        return UNSAFE.getShort(address);
    }

    public static void putShort(long address, short value) {
        UNSAFE.putShort(address, value);
    }

    public static int getInt(long address) {
        return UNSAFE.getInt(address);
    }

    public static void putInt(long address, int value) {
        UNSAFE.putInt(address, value);
    }

    public static long getLong(long address) {
        return UNSAFE.getLong(address);
    }

    public static void putLong(long address, long value) {
        UNSAFE.putLong(address, value);
    }

    public static float getFloat(long address) {
        return UNSAFE.getFloat(address);
    }

    public static void putFloat(long address, float value) {
        UNSAFE.putFloat(address, value);
    }

    public static double getDouble(long address) {
        return UNSAFE.getDouble(address);
    }

    public static void putDouble(long address, double value) {
        UNSAFE.putDouble(address, value);
    }

    public static long getLong(byte[] source, int index) {
        return UNSAFE.getLong(source, BYTES + index);
    }

    public static int getInt(byte[] source, int index) {
        return UNSAFE.getInt(source, BYTES + index);
    }

    public static void copy(long from, long to, long length) {
        UNSAFE.copyMemory(from, to, length);
    }

    public static void copy(byte[] from, int fromIndex, long to, long length) {
        UNSAFE.copyMemory(from, BYTES + fromIndex, null, to, length);
    }

    public static void copy(long from, byte[] to, int toIndex, long length) {
        UNSAFE.copyMemory(null, from, to, BYTES + toIndex, length);
    }

    public static void fill(long address, long length, byte value) {
        UNSAFE.setMemory(address, length, value);
    }

    public static byte[] bytes(long address, int length) {
        byte[] result = new byte[length];
        copy(address, result, 0, length);
        return result;
    }

    /** Whether bit {@code index} of the bitmap at {@code address} is set. */
    public static boolean bit(long address, int index) {
        return (UNSAFE.getByte(address + (index >>> 3)) >>> (index & 7) & 1) != 0;
    }

    public static void setBit(long address, int index) {
        long at = address + (index >>> 3);
        UNSAFE.putByte(at, (byte) (UNSAFE.getByte(at) | 1 << (index & 7)));
    }

    public static void clearBit(long address, int index) {
        long at = address + (index >>> 3);
        UNSAFE.putByte(at, (byte) (UNSAFE.getByte(at) & ~(1 << (index & 7))));
    }

    public static void putBit(long address, int index, boolean value) {
        if (value) {
            setBit(address, index);
        } else {
            clearBit(address, index);
        }
    }

    /** Bytes of a bitmap of that many bits, rounded up to whole 64-bit words, so that kernels may read words. */
    public static long bitmapBytes(int bits) {
        return (bits + 63L >>> 6) << 3;
    }

    /** Unsigned lexicographic comparison of two byte ranges; the shorter of two that agree is the lesser. */
    public static int compare(long left, int leftLength, long right, int rightLength) {
        int common = Math.min(leftLength, rightLength);
        int i = 0;
        for (; i + 8 <= common; i += 8) {
            long l = getLong(left + i);
            long r = getLong(right + i);
            if (l != r) {
                return Long.compareUnsigned(Long.reverseBytes(l), Long.reverseBytes(r));
            }
        }
        for (; i < common; i++) {
            int difference = (getByte(left + i) & 0xFF) - (getByte(right + i) & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return leftLength - rightLength;
    }

    public static boolean equal(long left, long right, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (getLong(left + i) != getLong(right + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (getByte(left + i) != getByte(right + i)) {
                return false;
            }
        }
        return true;
    }
}
