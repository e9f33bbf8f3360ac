package io.millrace.exec.step.operator.aggregate;

import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;

/** Sums of any doubles by group: finite ones exactly, NaN and the infinities counted. */
final class DoubleSums {
    private final ExactDoubleSums finite = new ExactDoubleSums();
    private long[] nans = new long[0];
    private long[] positive = new long[0];
    private long[] negative = new long[0];

    void reserve(int capacity) {
        finite.reserve(capacity);
        if (nans.length < capacity) {
            nans = Arrays.copyOf(nans, capacity);
            positive = Arrays.copyOf(positive, capacity);
            negative = Arrays.copyOf(negative, capacity);
        }
    }

    void add(int group, double value, long weight) {
        if (Double.isFinite(value)) {
            finite.add(group, value, weight);
        } else if (Double.isNaN(value)) {
            nans[group] += weight;
        } else if (value > 0) {
            positive[group] += weight;
        } else {
            negative[group] += weight;
        }
    }

    /** Whether the sum is that of its finite values. */
    boolean isFinite(int group) {
        return nans[group] == 0 && positive[group] == 0 && negative[group] == 0;
    }

    /** The sum; infinite though {@link #isFinite} if it is out of range. */
    double value(int group) {
        if (isFinite(group)) {
            return finite.value(group);
        }
        if (nans[group] != 0 || positive[group] != 0 && negative[group] != 0) {
            return Double.NaN;
        }
        return positive[group] != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    ExactDoubleSums finite() {
        return finite;
    }

    void clear(int group) {
        finite.clear(group);
        nans[group] = 0;
        positive[group] = 0;
        negative[group] = 0;
    }

    long bytes() {
        return finite.bytes() + 24L * nans.length;
    }

    void save(int group, PageWriter page) {
        finite.save(group, page);
        page.writeLong(nans[group]);
        page.writeLong(positive[group]);
        page.writeLong(negative[group]);
    }

    void load(int group, PageReader page) {
        finite.load(group, page);
        nans[group] = page.readLong();
        positive[group] = page.readLong();
        negative[group] = page.readLong();
    }

    void write(StateWriter out, int limit) {
        finite.write(out, limit);
        out.writeLongs(nans, limit);
        out.writeLongs(positive, limit);
        out.writeLongs(negative, limit);
    }

    void read(StateReader in, int limit) {
        finite.read(in, limit);
        in.readLongs(nans, limit);
        in.readLongs(positive, limit);
        in.readLongs(negative, limit);
    }
}
