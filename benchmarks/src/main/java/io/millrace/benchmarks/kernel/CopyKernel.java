package io.millrace.benchmarks.kernel;

import io.millrace.common.memory.Memory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** STREAM's copy: the bound that memory sets for whatever reads and writes each byte once. */
@State(Scope.Benchmark)
public class CopyKernel {
    /** Far beyond any cache. */
    static final long BYTES = 256L << 20;

    private BufferAllocator allocator;
    private ArrowBuf from;
    private ArrowBuf to;

    @Setup
    public void setUp() {
        allocator = new RootAllocator();
        from = allocator.buffer(BYTES);
        to = allocator.buffer(BYTES);
        Memory.fill(from.memoryAddress(), BYTES, (byte) 1);
        Memory.fill(to.memoryAddress(), BYTES, (byte) 2);
    }

    @TearDown
    public void tearDown() {
        from.close();
        to.close();
        allocator.close();
    }

    @Benchmark
    public long copy() {
        Memory.copy(from.memoryAddress(), to.memoryAddress(), BYTES);
        return to.memoryAddress();
    }
}
