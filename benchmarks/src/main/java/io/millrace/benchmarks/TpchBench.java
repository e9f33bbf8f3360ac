package io.millrace.benchmarks;

import io.millrace.testkit.tpch.TpchData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** TPC-H's 22 queries. */
@Command(name = "tpch", description = "TPC-H's 22 queries over Parquet files, beside DuckDB.", mixinStandardHelpOptions = true)
final class TpchBench extends QueryBench {
    @Option(names = "--sf", defaultValue = "1", description = "scale factor (default ${DEFAULT-VALUE})")
    private double scaleFactor;

    @Override
    String title() {
        return "TPC-H SF " + scaleFactor;
    }

    @Override
    String command() {
        return "tpch --sf " + scaleFactor;
    }

    @Override
    Map<String, Path> tables(Path directory) {
        Path files = TpchData.parquet(directory, scaleFactor);
        Map<String, Path> tables = new LinkedHashMap<>();
        TpchData.tables().forEach(table -> tables.put(table, files.resolve(table + ".parquet")));
        return tables;
    }

    @Override
    List<Query> queries() {
        return IntStream.rangeClosed(1, 22).mapToObj(number -> new Query(String.valueOf(number), TpchData.query(number))).toList();
    }
}
