package io.millrace.storage.file.parquet;

import io.millrace.common.catalog.ColumnStatistics;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.glob.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.parquet.format.ColumnMetaData;

/** Sums up footers into a table's statistics. Of many files an even sample is read and scaled by bytes. */
public final class FooterStatistics {
    static final int FILES_MAX = 64;

    private FooterStatistics() {}

    public static TableStatistics of(
            List<DataFile> files, Schema schema, Function<DataFile, ParquetFile> open,
            BiFunction<ParquetFile, DataFile, ColumnMapping> map) {
        double totalBytes = files.stream().mapToLong(DataFile::length).sum();
        double sampledBytes = 0;
        double rows = 0;
        ColumnSum[] sums = new ColumnSum[schema.size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new ColumnSum();
        }
        int step = (files.size() + FILES_MAX - 1) / FILES_MAX;
        for (int f = 0; f < files.size(); f += step) {
            ParquetFile file = open.apply(files.get(f));
            ColumnMapping mapping = map.apply(file, files.get(f));
            sampledBytes += file.length();
            rows += file.rows();
            for (int c = 0; c < sums.length; c++) {
                for (int g = 0; g < file.rowGroups(); g++) {
                    sums[c].add(file, g, mapping.origin(c));
                }
            }
        }
        double scale = sampledBytes == 0 ? 1 : totalBytes / sampledBytes;
        List<ColumnStatistics> columns = new ArrayList<>();
        for (ColumnSum sum : sums) {
            columns.add(sum.result(rows, scale));
        }
        return new TableStatistics(rows * scale, totalBytes, columns);
    }

    /** One column over all row groups seen. */
    private static final class ColumnSum {
        private LeafType leaf;
        private Object min;
        private Object max;
        private boolean minKnown = true;
        private boolean maxKnown = true;
        private boolean nullsKnown = true;
        private double nulls;
        private double values;
        private double bytes;
        private final DistinctUnion distinct = new DistinctUnion();
        private boolean distinctKnown = true;

        void add(ParquetFile file, int group, ColumnMapping.Origin origin) {
            if (!(origin instanceof ColumnMapping.Origin.FromFile(ParquetNode.Leaf found)) || !found.isFlat()) {
                minKnown = false;
                maxKnown = false;
                nullsKnown = false;
                distinctKnown = false;
                return;
            }
            leaf = found.leaf();
            ColumnMetaData meta = file.chunk(group, found).getMeta_data();
            ChunkStatistics chunk = ChunkStatistics.of(file, group, found);
            values += chunk.values();
            bytes += meta.getTotal_uncompressed_size();
            nullsKnown &= chunk.nulls() >= 0;
            nulls += Math.max(0, chunk.nulls());
            if (chunk.values() > 0 && chunk.nulls() != chunk.values()) {
                minKnown &= chunk.min() != null;
                maxKnown &= chunk.max() != null;
                min = minKnown && (min == null || BoundValues.compare(chunk.min(), min) < 0) ? chunk.min() : min;
                max = maxKnown && (max == null || BoundValues.compare(chunk.max(), max) > 0) ? chunk.max() : max;
            }
            addDistinct(meta, chunk);
        }

        /** The dictionary's size is its count of distinct values, if all pages use it. */
        private void addDistinct(ColumnMetaData meta, ChunkStatistics chunk) {
            if (meta.isSetStatistics() && meta.getStatistics().isSetDistinct_count() && meta.getStatistics().getDistinct_count() > 0) {
                distinct.add(chunk.min(), chunk.max(), (double) meta.getStatistics().getDistinct_count());
                return;
            }
            long dictionaryBytes = meta.isSetDictionary_page_offset() ? meta.getData_page_offset() - meta.getDictionary_page_offset() : 0;
            if (dictionaryBytes <= 0 || !DictionaryPruning.isDictionaryOnly(meta) || meta.getTotal_compressed_size() == 0) {
                distinctKnown = false;
                return;
            }
            double ratio = (double) meta.getTotal_uncompressed_size() / meta.getTotal_compressed_size();
            double width = leaf.width() > 0 ? leaf.width() : 16;
            distinct.add(chunk.min(), chunk.max(),
                    Math.min((double) Math.max(1, chunk.values()), Math.max(1, dictionaryBytes * Math.max(1, ratio) / width)));
        }

        private double distinct(double scale) {
            double known = distinctKnown ? distinct.distinct() : -1;
            if (integerRange() >= 0) {
                double most = Math.min(integerRange(), values * scale);
                return known >= 0 ? Math.min(most, known) : most;
            }
            return known;
        }

        /** How many integers or days lie between the bounds, -1 if that is no use. */
        private double integerRange() {
            if (!minKnown || !maxKnown || min == null) {
                return -1;
            }
            if (min instanceof Long low && max instanceof Long high) {
                return (double) high - (double) low + 1;
            }
            if (min instanceof java.time.LocalDate low && max instanceof java.time.LocalDate high) {
                return (double) high.toEpochDay() - low.toEpochDay() + 1;
            }
            return -1;
        }

        ColumnStatistics result(double rows, double scale) {
            if (leaf == null || rows == 0) {
                return ColumnStatistics.UNKNOWN;
            }
            return new ColumnStatistics(
                    distinct(scale),
                    nullsKnown && values > 0 ? nulls / values : -1,
                    minKnown && min != null ? BoundValues.show(leaf, min) : null,
                    maxKnown && max != null ? BoundValues.show(leaf, max) : null,
                    leaf.layoutWidth() > 0 ? leaf.layoutWidth() : values == 0 ? -1 : bytes / values);
        }
    }
}
