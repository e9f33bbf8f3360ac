package io.millrace.exec.memory;

import org.apache.arrow.memory.BufferAllocator;

/** How much of a query's memory is left, when an operator must decide whether to go on in memory or on disk. */
public final class Headroom {
    /** Part of the memory that an operator leaves to others. */
    private static final int RESERVED_SHARE = 8;

    private final BufferAllocator allocator;
    private final boolean none;

    public Headroom(BufferAllocator allocator) {
        this(allocator, false);
    }

    /** {@code none}: there is none, whatever the allocator has. */
    public Headroom(BufferAllocator allocator, boolean none) {
        this.allocator = allocator;
        this.none = none;
    }

    /** All there is, used or not. */
    public long total() {
        if (none) {
            return 0;
        }
        long left = allocator.getHeadroom();
        return left > Long.MAX_VALUE - allocator.getAllocatedMemory() ? Long.MAX_VALUE : left + allocator.getAllocatedMemory();
    }

    /** What may still be allocated without touching what others need; negative if that is touched already. */
    public long left() {
        return none ? 0 : allocator.getHeadroom() - total() / RESERVED_SHARE;
    }
}
