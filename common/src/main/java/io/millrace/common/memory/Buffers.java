package io.millrace.common.memory;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;

/** Allocation of Arrow buffers with our errors and our padding. */
public final class Buffers {
    /** Every buffer is padded to a multiple of this, so that kernels may read and write whole words past the last value. */
    public static final int PADDING_BYTES = 64;

    private Buffers() {}

    /**
     * A buffer of at least {@code bytes}, contents undefined; the caller owns one reference.
     *
     * @throws MillraceException OUT_OF_MEMORY if the allocator's limit (query, operator) is reached
     */
    public static ArrowBuf allocate(BufferAllocator allocator, long bytes) {
        try {
            return allocator.buffer((Math.max(bytes, 1) + PADDING_BYTES - 1) / PADDING_BYTES * PADDING_BYTES);
        } catch (OutOfMemoryException e) {
            throw new MillraceException(
                    ErrorCode.OUT_OF_MEMORY,
                    "memory limit reached in " + allocator.getName() + ": asked for " + bytes + " bytes, " + allocator.getAllocatedMemory()
                            + " of "
                            + allocator.getLimit() + " in use",
                    e);
        }
    }

    /** As {@link #allocate}; should that fail, {@code others} (or null), which the result was to stand beside, lose a reference. */
    public static ArrowBuf allocateBeside(BufferAllocator allocator, long bytes, ArrowBuf... others) {
        try {
            return allocate(allocator, bytes);
        } catch (Throwable t) {
            for (ArrowBuf other : others) {
                if (other != null) {
                    other.close();
                }
            }
            throw t;
        }
    }

    /** As {@link #allocate}, filled with zeros. */
    public static ArrowBuf allocateZeroed(BufferAllocator allocator, long bytes) {
        ArrowBuf buffer = allocate(allocator, bytes);
        Memory.fill(buffer.memoryAddress(), buffer.capacity(), (byte) 0);
        return buffer;
    }

    /** A bitmap of {@code bits} ones. */
    public static ArrowBuf allocateOnes(BufferAllocator allocator, int bits) {
        ArrowBuf buffer = allocate(allocator, Memory.bitmapBytes(bits));
        Memory.fill(buffer.memoryAddress(), buffer.capacity(), (byte) 0xFF);
        return buffer;
    }

    /** A buffer of at least {@code bytes} that starts with the first {@code used} bytes of {@code old}, which is released. */
    public static ArrowBuf grow(BufferAllocator allocator, ArrowBuf old, long used, long bytes) {
        ArrowBuf larger = allocate(allocator, bytes);
        Memory.copy(old.memoryAddress(), larger.memoryAddress(), used);
        old.close();
        return larger;
    }
}
