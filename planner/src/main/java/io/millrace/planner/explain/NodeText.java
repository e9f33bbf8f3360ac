package io.millrace.planner.explain;

import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is worth saying of a plan node: its name, and attributes in the order in which they are shown. */
public final class NodeText {
    private NodeText() {}

    /** The node's kind as people call it. */
    public static String name(PlanNode node) {
        return switch (node) {
            case PlanNode.Join join -> words(join.kind().name()) + (join.leftKeys().isEmpty() ? " NestedLoopJoin" : " HashJoin");
            case PlanNode.Aggregate aggregate -> aggregate.phase() == PlanNode.AggregatePhase.SINGLE
                    ? "Aggregate"
                    : words(aggregate.phase().name()) + " Aggregate";
            case PlanNode.Sort sort -> sort.keys().isEmpty() ? "Limit" : sort.fetch() >= 0 ? "TopN" : "Sort";
            case PlanNode.SetOperation set -> words(set.kind().name()) + (set.all() ? " All" : "");
            case PlanNode.WindowAssign assign -> words(assign.kind().name());
            case PlanNode.Scan scan -> scan.target() instanceof ScanTarget.Stream ? "StreamScan" : "Scan";
            case PlanNode.Values n -> "Values";
            case PlanNode.Filter n -> "Filter";
            case PlanNode.Project n -> "Project";
            case PlanNode.Window n -> "Window";
            case PlanNode.Match n -> "MatchRecognize";
            case PlanNode.Union n -> "UnionAll";
            case PlanNode.Unnest n -> "Unnest";
            case PlanNode.SingleRow n -> "SingleRow";
            case PlanNode.Recursion n -> "Recursion";
            case PlanNode.WorkTable n -> "WorkTable";
            case PlanNode.Exchange n -> "Exchange";
            case PlanNode.RemoteSource n -> "RemoteSource";
        };
    }

    private static String words(String constant) {
        StringBuilder out = new StringBuilder();
        for (String word : constant.split("_")) {
            out.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }

    /** Attribute names and values. */
    public static Map<String, String> attributes(PlanNode node) {
        Map<String, String> out = new LinkedHashMap<>();
        switch (node) {
            case PlanNode.Scan scan -> scan(scan, out);
            case PlanNode.Values values -> out.put("rows", Integer.toString(values.rows().size()));
            case PlanNode.Filter filter -> out.put("condition", over(filter.input()).text(filter.condition()));
            case PlanNode.Project project -> out.put("columns", project(project));
            case PlanNode.Aggregate aggregate -> aggregate(aggregate, out);
            case PlanNode.Join join -> join(join, out);
            case PlanNode.Sort sort -> {
                put(out, "by", sortKeys(sort.keys(), sort.input().schema()));
                if (sort.offset() > 0) {
                    out.put("offset", Long.toString(sort.offset()));
                }
                if (sort.fetch() >= 0) {
                    out.put("limit", sort.fetch() + (sort.withTies() ? " with ties" : ""));
                }
            }
            case PlanNode.Window window -> {
                put(out, "partition by", columns(window.partitionKeys(), window.input().schema()));
                put(out, "order by", sortKeys(window.orderKeys(), window.input().schema()));
                out.put("frame", frame(window.frame()));
                out.put("calls", calls(window.calls(), window.input().schema()));
            }
            case PlanNode.Match match -> {
                put(out, "partition by", columns(match.partitionKeys(), match.input().schema()));
                put(out, "order by", sortKeys(match.orderKeys(), match.input().schema()));
                out.put("pattern", PatternText.of(match.pattern(), match.variables()));
                out.put("rows", match.rows().name().replace('_', ' '));
                if (match.within() >= 0) {
                    long unitsPerSecond = match.input().schema().type(match.orderKeys().get(0).column()).unitsPerSecond();
                    out.put("within", micros(match.within() / (unitsPerSecond / 1_000_000L)));
                }
            }
            case PlanNode.SetOperation set -> {}
            case PlanNode.Union union -> {}
            case PlanNode.Unnest unnest -> {
                out.put("of", over(unnest.input()).list(unnest.collections()));
                if (unnest.outer()) {
                    out.put("outer", "true");
                }
            }
            case PlanNode.WindowAssign assign -> {
                out.put("on", over(assign.input()).column(assign.timeColumn()));
                out.put("size", micros(assign.size()));
                if (assign.slide() > 0) {
                    out.put("slide", micros(assign.slide()));
                }
                put(out, "keys", columns(assign.sessionKeys(), assign.input().schema()));
            }
            case PlanNode.SingleRow single -> {}
            case PlanNode.Recursion recursion -> out.put("table", recursion.workTable() + (recursion.all() ? ", all" : ""));
            case PlanNode.WorkTable table -> out.put("table", table.name());
            case PlanNode.Exchange exchange -> out.put("to", distribution(exchange.distribution(), exchange.schema()));
            case PlanNode.RemoteSource source -> out.put("fragment", Integer.toString(source.fragmentId()));
        }
        return out;
    }

    private static void put(Map<String, String> out, String name, String value) {
        if (!value.isEmpty()) {
            out.put(name, value);
        }
    }

    private static ExprText over(PlanNode input) {
        return new ExprText(input.schema());
    }

    private static void scan(PlanNode.Scan scan, Map<String, String> out) {
        out.put("of", scan.name());
        out.put("columns", scan.schema().fields().stream().map(f -> f.name()).collect(Collectors.joining(", ")));
        if (scan.filter() != null) {
            out.put("filter", new ExprText(scan.schema()).text(scan.filter()));
        }
        put(out, "skip by", scan.predicates().stream()
                .map(ColumnPredicate::column).distinct()
                .map(c -> scan.tableSchema().field(c).name()).collect(Collectors.joining(", ")));
        if (scan.estimatedRows() >= 0) {
            out.put("estimated rows", Long.toString(Math.round(scan.estimatedRows())));
        }
    }

    private static String project(PlanNode.Project project) {
        ExprText text = over(project.input());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < project.expressions().size(); i++) {
            String expression = text.text(project.expressions().get(i));
            String name = project.schema().field(i).name();
            out.append(i == 0 ? "" : ", ").append(expression).append(expression.equals(name) ? "" : " AS " + name);
        }
        return out.toString();
    }

    private static void aggregate(PlanNode.Aggregate aggregate, Map<String, String> out) {
        boolean merging = aggregate.phase() == PlanNode.AggregatePhase.FINAL;
        Schema schema = merging ? aggregate.schema() : aggregate.input().schema();
        List<Integer> keys = aggregate.keys();
        if (aggregate.simple()) {
            put(out, "by", columns(keys, schema));
        } else {
            out.put("by", aggregate.groupingSets().stream()
                    .map(set -> "(" + columns(set.stream().map(keys::get).toList(), schema) + ")")
                    .collect(Collectors.joining(", ")));
        }
        put(out, "calls", merging
                ? aggregate.calls().stream().map(c -> c.function().name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))
                : calls(aggregate.calls(), schema));
    }

    private static String calls(List<AggregateCall> calls, Schema input) {
        ExprText text = new ExprText(input);
        return calls.stream().map(call -> {
            String arguments = call.arguments().isEmpty() ? "*" : text.list(call.arguments());
            String order = call.orderBy().isEmpty() ? "" : " ORDER BY " + sortKeys(call.orderBy(), input);
            String filter = call.filter() < 0 ? "" : " FILTER (" + text.column(call.filter()) + ")";
            boolean bare = call.arguments().isEmpty() && call.function() != io.millrace.common.expr.AggregateFunction.COUNT;
            return call.function().name().toLowerCase(Locale.ROOT) + "(" + (call.distinct() ? "DISTINCT " : "") + (bare ? "" : arguments)
                    + order + ")" + filter;
        }).collect(Collectors.joining(", "));
    }

    private static void join(PlanNode.Join join, Map<String, String> out) {
        ExprText left = over(join.left());
        ExprText right = over(join.right());
        StringBuilder keys = new StringBuilder();
        for (int k = 0; k < join.leftKeys().size(); k++) {
            keys.append(k == 0 ? "" : ", ").append(left.column(join.leftKeys().get(k)))
                    .append(join.nullSafe().get(k) ? " <=> " : " = ").append(right.column(join.rightKeys().get(k)));
        }
        put(out, "on", keys.toString());
        if (join.residual() != null) {
            out.put("where", new ExprText(join.left().schema().concat(join.right().schema())).text(join.residual()));
        }
    }

    private static String columns(List<Integer> columns, Schema schema) {
        ExprText text = new ExprText(schema);
        return columns.stream().map(text::column).collect(Collectors.joining(", "));
    }

    private static String sortKeys(List<SortKey> keys, Schema schema) {
        ExprText text = new ExprText(schema);
        return keys.stream()
                .map(k -> text.column(k.column()) + (k.descending() ? " DESC" : "")
                        + (k.nullsFirst() == k.descending() ? "" : k.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
                .collect(Collectors.joining(", "));
    }

    private static String frame(PlanNode.Frame frame) {
        String exclusion = frame.exclusion() == PlanNode.Frame.Exclusion.NO_OTHERS
                ? ""
                : " EXCLUDE " + frame.exclusion().name().replace('_', ' ');
        return frame.mode() + " " + bound(frame.start()) + " TO " + bound(frame.end()) + exclusion;
    }

    private static String bound(PlanNode.Frame.Bound bound) {
        String offset = bound.offset() == null ? "" : ExprText.literal(bound.offset().value(), bound.offset().type()) + " ";
        return offset + bound.kind().name().replace('_', ' ');
    }

    private static String micros(long micros) {
        return micros % 1_000_000 == 0 ? micros / 1_000_000 + " s" : micros + " µs";
    }

    static String distribution(PlanNode.Distribution distribution, Schema schema) {
        return switch (distribution) {
            case PlanNode.Distribution.Single single -> single.mergeKeys().isEmpty()
                    ? "one task"
                    : "one task, merged by " + sortKeys(single.mergeKeys(), schema);
            case PlanNode.Distribution.Hash hash -> "tasks by hash of " + columns(hash.keys(), schema);
            case PlanNode.Distribution.Broadcast broadcast -> "every task";
            case PlanNode.Distribution.RoundRobin even -> "tasks evenly";
        };
    }
}
