package io.millrace.benchmarks;

import io.millrace.testkit.tpcds.TpcdsData;
import io.millrace.testkit.tpcds.TpcdsQuery;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** TPC-DS's 99 queries; a name is as 5 or 14b. */
@Command(name = "tpcds", description = "TPC-DS's 99 queries over Parquet files, beside DuckDB.", mixinStandardHelpOptions = true)
final class TpcdsBench extends QueryBench {
    @Option(names = "--sf", defaultValue = "1", description = "scale factor (default ${DEFAULT-VALUE})")
    private double scaleFactor;

    @Override
    String title() {
        return "TPC-DS SF " + scaleFactor;
    }

    @Override
    String command() {
        return "tpcds --sf " + scaleFactor;
    }

    @Override
    Map<String, Path> tables(Path directory) {
        Path files = TpcdsData.parquet(directory, scaleFactor);
        Map<String, Path> tables = new LinkedHashMap<>();
        TpcdsData.tables().forEach(table -> tables.put(table, files.resolve(table + ".parquet")));
        return tables;
    }

    @Override
    List<Query> queries() {
        return TpcdsQuery.all().stream().map(query -> new Query(query.name(), query.text())).toList();
    }
}
