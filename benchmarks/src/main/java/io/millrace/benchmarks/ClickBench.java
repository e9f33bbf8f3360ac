package io.millrace.benchmarks;

import io.millrace.testkit.clickbench.HitsData;
import io.millrace.testkit.clickbench.HitsQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** ClickBench's 43 queries over a made-up table of the benchmark's shape. */
@Command(name = "clickbench", description = "ClickBench's 43 queries over a Parquet file, beside DuckDB.", mixinStandardHelpOptions = true)
final class ClickBench extends QueryBench {
    @Option(names = "--rows", defaultValue = "1000000", description = "rows of the table (default ${DEFAULT-VALUE})")
    private long rows;

    @Override
    String title() {
        return "ClickBench, %,d rows".formatted(rows);
    }

    @Override
    String command() {
        return "clickbench --rows " + rows;
    }

    @Override
    Map<String, Path> tables(Path directory) {
        return Map.of(HitsData.TABLE, HitsData.parquet(directory, rows));
    }

    @Override
    List<Query> queries() {
        return HitsQuery.all().stream().map(query -> new Query(String.valueOf(query.number()), query.text())).toList();
    }
}
