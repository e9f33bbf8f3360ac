package io.millrace.exec.kernel;

import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the {@link SelectionKernel}: the Vector API's where the module is there and vectors are so wide that it wins, the scalar one else. Vector code
 * runs a thousand times slower before it is compiled, so the scalar form does the work until that many batches have come that a process is worth warming
 * up for, and a thread that does only that is through.
 */
final class SelectionKernels {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionKernels.class);
    private static final String VECTOR_FORM = "io.millrace.exec.kernel.simd.VectorSelection";
    private static final int BATCHES_BEFORE_WARM_UP = 2_000;
    private static final int WARM_UP_ROUNDS = 3_000;
    private static final int WARM_UP_ROWS = 1_024;

    private static final SelectionKernel VECTOR = vector();
    private static final SelectionKernel SCALAR = new ScalarSelection();

    private static volatile SelectionKernel current = SCALAR;
    /** Counted without care: threads may lose some. */
    private static int batches;

    private SelectionKernels() {}

    @SuppressWarnings("ThreadPriorityCheck") // Only a hint: warming up must not hold up queries
    static SelectionKernel current() {
        SelectionKernel kernel = current;
        if (kernel == SCALAR && VECTOR != null && ++batches == BATCHES_BEFORE_WARM_UP) {
            Thread thread = new Thread(SelectionKernels::warmUp, "millrace-kernel-warm-up");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.start();
        }
        return kernel;
    }

    private static SelectionKernel vector() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return null;
        }
        try {
            Class<?> form = Class.forName(VECTOR_FORM);
            return (boolean) form.getMethod("wins").invoke(null) ? (SelectionKernel) form.getConstructor().newInstance() : null;
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.warn("the Vector API's kernels cannot be used", e instanceof InvocationTargetException target ? target.getCause() : e);
            return null;
        }
    }

    private static void warmUp() {
        int[] out = new int[WARM_UP_ROWS];
        try (WarmUpValues values = new WarmUpValues(WARM_UP_ROWS)) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                VECTOR.ints(values.address(), WARM_UP_ROWS, round, WARM_UP_ROWS / 2, out);
                VECTOR.longs(values.address(), WARM_UP_ROWS / 2, round, WARM_UP_ROWS / 2, out);
            }
        }
        current = VECTOR;
        LOG.info("filters run on vectors: {}", VECTOR);
    }
}
