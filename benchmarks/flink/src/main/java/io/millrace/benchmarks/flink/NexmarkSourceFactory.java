package io.millrace.benchmarks.flink;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.functions.LookupFunction;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/** Nexmark's streams from memory, and the side input of query 13, whose values are its keys as text. */
public final class NexmarkSourceFactory implements DynamicTableSourceFactory {
    static final ConfigOption<String> STREAM = ConfigOptions.key("stream").stringType().noDefaultValue();

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        String stream = helper.getOptions().get(STREAM);
        if (stream.equals("side_input")) {
            return new Side();
        }
        return new Events(NexmarkRows.NAMES.indexOf(stream), InternalTypeInfo.of(context.getPhysicalRowDataType().getLogicalType()));
    }

    @Override
    public String factoryIdentifier() {
        return "bench-nexmark";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(STREAM);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    private record Events(int stream, InternalTypeInfo<RowData> type) implements ScanTableSource {
        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            int from = stream;
            GeneratorFunction<Long, RowData> event = i -> NexmarkRows.row(from, i);
            return SourceProvider.of(new DataGeneratorSource<>(event, NexmarkRows.count(stream), type));
        }

        @Override
        public DynamicTableSource copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "events";
        }
    }

    private record Side() implements LookupTableSource {
        private static final int ROWS = 10_000;

        @Override
        public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
            return LookupFunctionProvider.of(new Lookup());
        }

        @Override
        public DynamicTableSource copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "side input";
        }
    }

    /** Looks a key up in memory. */
    public static final class Lookup extends LookupFunction {
        private static final long serialVersionUID = 1L;

        private transient List<RowData> rows;

        @Override
        public Collection<RowData> lookup(RowData key) {
            if (rows == null) {
                rows = new java.util.ArrayList<>();
                for (long i = 0; i < Side.ROWS; i++) {
                    rows.add(GenericRowData.of(i, StringData.fromString(Long.toString(i))));
                }
            }
            long wanted = key.getLong(0);
            return wanted >= 0 && wanted < Side.ROWS ? List.of(rows.get((int) wanted)) : List.of();
        }
    }
}
