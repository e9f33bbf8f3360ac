package io.millrace.exec.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Some int32 values outside of the heap that no query pays for. */
final class WarmUpValues implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment values;

    WarmUpValues(int count) {
        values = arena.allocate(4L * count, 64);
        for (int i = 0; i < count; i++) {
            values.setAtIndex(ValueLayout.JAVA_INT, i, i);
        }
    }

    long address() {
        return values.address();
    }

    @Override
    public void close() {
        arena.close();
    }
}
