package io.millrace.testkit.clickbench;

import java.util.ArrayList;
import java.util.List;

/**
 * One of ClickBench's 43 queries, standard text.
 *
 * @param number 0..42, as the benchmark counts
 */
public record HitsQuery(int number, String text) {
    /** In the order of their numbers. */
    public static List<HitsQuery> all() {
        List<HitsQuery> all = new ArrayList<>();
        for (String line : HitsData.resource("/clickbench/queries.sql").strip().split("\n")) {
            all.add(new HitsQuery(all.size(), line.substring(0, line.lastIndexOf(';'))));
        }
        return all;
    }

    /** The same with thresholds and offsets that leave rows of a table much smaller than the benchmark's 100 million. */
    public HitsQuery loosened() {
        return new HitsQuery(number, text.replace("> 100000", "> 100").replaceAll("OFFSET 10+", "OFFSET 2"));
    }

    @Override
    public String toString() {
        return "Q" + number;
    }
}
