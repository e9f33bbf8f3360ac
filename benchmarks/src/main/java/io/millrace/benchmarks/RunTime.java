package io.millrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What a run takes: by the clock, and of the processors, where other work on the machine does not count. Milliseconds. */
record RunTime(double millis, double processorMillis) {
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** The median of {@code runs} runs by the clock, and what one takes of the processors on average, since their clock ticks coarsely. */
    static RunTime median(Runnable run, int warm, int runs) {
        for (int i = 0; i < warm; i++) {
            run.run();
        }
        double[] millis = new double[runs];
        long processor = SYSTEM.getProcessCpuTime();
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            run.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return new RunTime(Samples.median(millis), (SYSTEM.getProcessCpuTime() - processor) / 1e6 / runs);
    }
}
