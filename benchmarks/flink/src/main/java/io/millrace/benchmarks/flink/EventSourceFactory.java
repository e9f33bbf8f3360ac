package io.millrace.benchmarks.flink;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/** Events as internal rows, so that no conversion is measured: event i has key mix(i) mod keys and time i × 10 microseconds. */
public final class EventSourceFactory implements DynamicTableSourceFactory {
    static final ConfigOption<Long> EVENTS = ConfigOptions.key("events").longType().noDefaultValue();
    static final ConfigOption<Long> KEYS = ConfigOptions.key("keys").longType().noDefaultValue();

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        return new Events(
                helper.getOptions().get(EVENTS), helper.getOptions().get(KEYS), InternalTypeInfo.of(context.getPhysicalRowDataType().getLogicalType()));
    }

    @Override
    public String factoryIdentifier() {
        return "bench-events";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(EVENTS, KEYS);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    /** The finalizer of MurmurHash3: the same keys as on the other side. */
    static long mix(long value) {
        long h = value;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }

    private record Events(long events, long keys, InternalTypeInfo<RowData> type) implements ScanTableSource {
        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            long modulus = keys;
            GeneratorFunction<Long, RowData> event =
                    i -> GenericRowData.of(Long.remainderUnsigned(mix(i), modulus), TimestampData.fromEpochMillis(i / 100));
            return SourceProvider.of(new DataGeneratorSource<>(event, events, type));
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
}
