package io.millrace.planner.function;

import java.util.List;

/** Aggregates that are another spelling of others: the validator writes them out, here they are described. */
final class AggregateForms {
    private AggregateForms() {}

    static List<FunctionCatalog.Entry> entries() {
        String rows = " FROM (VALUES (1), (2), (4), (NULL)) AS t(n)";
        return List.of(
                new FunctionCatalog.Entry("count_if", "count_if(boolean) -> bigint", "Number of rows for which a condition is true.",
                        "SELECT count_if(n > 1)" + rows),
                new FunctionCatalog.Entry("countif", "countif(boolean) -> bigint", "Number of rows for which a condition is true.",
                        "SELECT countif(n > 1)" + rows),
                new FunctionCatalog.Entry("geometric_mean", "geometric_mean(double) -> double", "n-th root of the product of n values.",
                        "SELECT geometric_mean(n)" + rows),
                new FunctionCatalog.Entry("median", "median(N) -> N", "Value in the middle of the order, between two if need be.",
                        "SELECT median(n)" + rows),
                new FunctionCatalog.Entry("quantile_cont", "quantile_cont(N, double) -> N", "As percentile_cont.",
                        "SELECT quantile_cont(n, 0.5)" + rows),
                new FunctionCatalog.Entry("quantile_disc", "quantile_disc(T, double) -> T", "As percentile_disc.",
                        "SELECT quantile_disc(n, 0.5)" + rows));
    }
}
