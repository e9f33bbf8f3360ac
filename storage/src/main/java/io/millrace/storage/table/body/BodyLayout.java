package io.millrace.storage.table.body;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.parquet.ParquetWriteOptions;
import io.millrace.storage.file.parquet.SchemaWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SingleValueParser;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;
import org.apache.parquet.schema.MessageType;

/**
 * How a table looks in Iceberg and in Parquet: columns with their ids, and partitions. A function of the table's definition alone, so that files can be
 * written before the body exists.
 */
public final class BodyLayout {
    /** Of tables with a primary key, whose rows are looked up one by one. */
    private static final int KEYED_PAGE_ROWS = 2_048;

    private final Schema schema;
    private final org.apache.iceberg.Schema iceberg;
    private final PartitionSpec spec;
    private final MessageType message;
    private final Map<String, String> properties;
    private final ParquetWriteOptions writeOptions;

    private BodyLayout(Schema schema, TableMetadata fresh, ParquetWriteOptions writeOptions) {
        this.schema = schema;
        this.writeOptions = writeOptions;
        this.iceberg = fresh.schema();
        this.spec = fresh.spec();
        this.properties = fresh.properties();
        List<org.apache.parquet.schema.Type> columns = new ArrayList<>();
        MessageType bare = SchemaWriter.message(schema);
        for (int i = 0; i < schema.size(); i++) {
            Types.NestedField field = iceberg.columns().get(i);
            columns.add(IcebergTypes.withIds(bare.getType(i), field.fieldId(), field.type()));
        }
        this.message = new MessageType("table", columns);
    }

    /** @throws MillraceException FEATURE_NOT_SUPPORTED or INVALID_TABLE_DEFINITION */
    public static BodyLayout of(CatalogObject.Table table) {
        AtomicInteger ids = new AtomicInteger();
        List<Types.NestedField> columns = new ArrayList<>();
        for (Field field : table.schema().fields()) {
            columns.add(IcebergTypes.field(field, ids));
        }
        org.apache.iceberg.Schema declared = new org.apache.iceberg.Schema(columns);
        PartitionSpec spec = PartitionTransforms.parse(table, declared);
        Map<String, String> properties = Map.of(
                TableProperties.FORMAT_VERSION, "2",
                TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "1",
                TableProperties.MANIFEST_MIN_MERGE_COUNT, "20");
        // Iceberg gives ids of its own; in memory, so that they are known before the first snapshot.
        return new BodyLayout(table.schema(), TableMetadata.newTableMetadata(declared, spec, "unplaced", properties),
                table.primaryKey().isEmpty() ? ParquetWriteOptions.DEFAULT : ParquetWriteOptions.DEFAULT.withPageRows(KEYED_PAGE_ROWS));
    }

    public Schema schema() {
        return schema;
    }

    /** How its files are written. */
    ParquetWriteOptions writeOptions() {
        return writeOptions;
    }

    /** One a column. */
    public List<Integer> fieldIds() {
        return iceberg.columns().stream().map(Types.NestedField::fieldId).toList();
    }

    public boolean isPartitioned() {
        return spec.isPartitioned();
    }

    /** The partition of each physical row, in the form of {@link RowFile#partition}. */
    public String[] partitions(Batch rows) {
        String[] partitions = new String[rows.physicalRows()];
        PartitionKey key = new PartitionKey(spec, iceberg);
        Map<PartitionKey, String> known = new HashMap<>();
        RowStruct row = new RowStruct(rows);
        for (int i = 0; i < partitions.length; i++) {
            key.partition(row.at(i));
            String text = known.get(key);
            if (text == null) {
                PartitionKey kept = key.copy();
                text = SingleValueParser.toJson(spec.partitionType(), kept);
                known.put(kept, text);
            }
            partitions[i] = text;
        }
        return partitions;
    }

    org.apache.iceberg.Schema iceberg() {
        return iceberg;
    }

    PartitionSpec spec() {
        return spec;
    }

    MessageType message() {
        return message;
    }

    TableMetadata fresh(String location) {
        Map<String, String> all = new HashMap<>(properties);
        all.put(TableProperties.FORMAT_VERSION, "2");
        return TableMetadata.newTableMetadata(iceberg, spec, location, all);
    }
}
