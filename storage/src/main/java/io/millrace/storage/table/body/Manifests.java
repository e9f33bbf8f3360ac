package io.millrace.storage.table.body;

import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SingleValueParser;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.ParquetUtil;

/** Entries of Iceberg's manifests. */
final class Manifests {
    private Manifests() {}

    /** With bounds and counts of columns from the file's footer, by which other engines prune. */
    static DataFile dataFile(BodyLayout layout, DiskFileIO io, RowFile file) {
        DataFiles.Builder builder = DataFiles.builder(layout.spec())
                .withPath(io.location(file.name()))
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.bytes())
                .withMetrics(ParquetUtil.fileMetrics(io.newInputFile(io.location(file.name())), MetricsConfig.getDefault()));
        if (layout.isPartitioned()) {
            builder.withPartition((StructLike) SingleValueParser.fromJson(layout.spec().partitionType(), file.partition()));
        }
        return builder.build();
    }

    static DeleteFile deleteFile(BodyLayout layout, DataFile data, String location, long bytes, long rows) {
        FileMetadata.Builder builder = FileMetadata.deleteFileBuilder(layout.spec())
                .ofPositionDeletes()
                .withPath(location)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(bytes)
                .withRecordCount(rows)
                .withReferencedDataFile(data.location());
        if (layout.isPartitioned()) {
            builder.withPartition(data.partition());
        }
        return builder.build();
    }

    static Set<String> files(ManifestFile manifest, DiskFileIO io, Map<Integer, PartitionSpec> specs) {
        Set<String> names = new HashSet<>();
        try (CloseableIterable<? extends ContentFile<?>> files = manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, io, specs)
                : ManifestFiles.readDeleteManifest(manifest, io, specs)) {
            for (ContentFile<?> file : files) {
                names.add(io.name(file.location()));
            }
        } catch (IOException e) {
            throw DiskErrors.translate("read " + manifest.path(), e);
        }
        return names;
    }
}
