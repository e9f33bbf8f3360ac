package io.millrace.storage.file.parquet;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.storage.disk.DiskErrors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * A Parquet file's footer, read once and checked: schema, row groups, and where their column chunks lie. Immutable, but for page indexes that it keeps; holds no
 * open file.
 *
 * <p>{@link #columns} are the top-level columns; all positions of columns count in them.
 */
public final class ParquetFile {
    private static final int MAGIC = 0x31524150;
    private static final int ENCRYPTED_MAGIC = 0x45524150;
    private static final int TAIL_BYTES = 8;
    /** Read at once from the end, so that most footers come in one read. */
    private static final int FIRST_READ_BYTES = 64 << 10;

    private final Path path;
    private final long length;
    private final FileMetaData metadata;
    private final List<ParquetNode> columns;
    private final Schema schema;
    private final List<ParquetNode.Leaf> leaves;
    private final long[] firstRows;
    private final PageIndexes pageIndexes = new PageIndexes();

    private ParquetFile(Path path, long length, FileMetaData metadata, List<ParquetNode> columns) {
        this.path = path;
        this.length = length;
        this.metadata = metadata;
        this.columns = List.copyOf(columns);
        this.schema = new Schema(columns.stream().map(ParquetNode::field).toList());
        List<ParquetNode.Leaf> found = new ArrayList<>();
        columns.forEach(column -> collect(column, found));
        this.leaves = List.copyOf(found);
        this.firstRows = new long[metadata.getRow_groupsSize() + 1];
        for (int i = 0; i < metadata.getRow_groupsSize(); i++) {
            firstRows[i + 1] = Math.addExact(firstRows[i], metadata.getRow_groups().get(i).getNum_rows());
        }
    }

    PageIndexes pageIndexes() {
        return pageIndexes;
    }

    private static void collect(ParquetNode node, List<ParquetNode.Leaf> leaves) {
        switch (node) {
            case ParquetNode.Leaf leaf -> leaves.add(leaf);
            case ParquetNode.ListOf list -> collect(list.element(), leaves);
            case ParquetNode.Row row -> row.children().forEach(child -> collect(child, leaves));
        }
    }

    /**
     * Reads the footer.
     *
     * @throws MillraceException FILE_NOT_FOUND, CORRUPT_FILE or IO_ERROR, naming the file
     */
    public static ParquetFile open(Path path) {
        return open(path, false);
    }

    /** @param binaryAsText byte strings without annotation are VARCHAR, as some old writers meant them */
    public static ParquetFile open(Path path, boolean binaryAsText) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(path, channel, binaryAsText);
        } catch (CorruptDataException e) {
            throw e.in("file " + path);
        } catch (IOException e) {
            throw DiskErrors.unreadable(path, e);
        }
    }

    private static ParquetFile read(Path path, FileChannel channel, boolean binaryAsText) throws IOException {
        long length = channel.size();
        if (length < TAIL_BYTES + 4) {
            throw new CorruptDataException("not a Parquet file: " + length + " bytes, at least 12 expected");
        }
        ByteBuffer tail = readAt(channel, Math.max(0, length - FIRST_READ_BYTES), (int) Math.min(length, FIRST_READ_BYTES));
        int magic = tail.getInt(tail.limit() - 4);
        if (magic == ENCRYPTED_MAGIC) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "file " + path + " is encrypted, which is not supported");
        }
        if (magic != MAGIC) {
            throw new CorruptDataException("not a Parquet file, or truncated: it does not end with PAR1");
        }
        int footerBytes = tail.getInt(tail.limit() - TAIL_BYTES);
        if (footerBytes <= 0 || footerBytes > length - TAIL_BYTES - 4) {
            throw new CorruptDataException("a footer of " + (footerBytes & 0xFFFFFFFFL) + " bytes in a file of " + length);
        }
        byte[] footer = new byte[footerBytes];
        if (footerBytes + TAIL_BYTES <= tail.limit()) {
            tail.get(tail.limit() - TAIL_BYTES - footerBytes, footer);
        } else {
            readAt(channel, length - TAIL_BYTES - footerBytes, footerBytes).get(footer);
        }
        FileMetaData metadata = parse(footer);
        List<ParquetNode> columns = SchemaReader.read(metadata.getSchema(), binaryAsText);
        ParquetFile file = new ParquetFile(path, length, metadata, columns);
        file.check();
        return file;
    }

    private static ByteBuffer readAt(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new CorruptDataException("truncated while it was read");
            }
        }
        return buffer.flip();
    }

    /** Thrift trusts lengths up to the message's maximum, so that is set to what is there. */
    private static FileMetaData parse(byte[] footer) {
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer), Math.max(footer.length, 1));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw new CorruptDataException("a footer that cannot be parsed (" + e.getMessage() + ")", e);
        }
    }

    private void check() {
        for (int g = 0; g < rowGroups(); g++) {
            RowGroup group = metadata.getRow_groups().get(g);
            if (group.getNum_rows() < 0 || group.getColumnsSize() != leaves.size()) {
                throw new CorruptDataException("row group " + g + " has " + group.getNum_rows() + " rows and " + group.getColumnsSize()
                        + " column chunks, expected " + leaves.size());
            }
            for (ParquetNode.Leaf leaf : leaves) {
                checkChunk(g, leaf, group.getColumns().get(leaf.index()));
            }
        }
    }

    private void checkChunk(int group, ParquetNode.Leaf leaf, ColumnChunk chunk) {
        ColumnMetaData meta = chunk.getMeta_data();
        String place = "row group " + group + ", column " + leaf.name();
        if (meta == null || chunk.isSetFile_path()) {
            throw new CorruptDataException(place + " is kept elsewhere or encrypted");
        }
        long start = chunkStart(meta);
        if (meta.getType() != leaf.leaf().physical()) {
            throw new CorruptDataException(place + " holds " + meta.getType() + ", the schema says " + leaf.leaf().physical());
        }
        if (start < 4 || meta.getTotal_compressed_size() < 0 || start > length || meta.getTotal_compressed_size() > length - start) {
            throw new CorruptDataException(
                    place + " lies at " + start + " with " + meta.getTotal_compressed_size() + " bytes, outside of the file's " + length);
        }
        if (meta.getNum_values() < 0 || meta.getCodec() == null) {
            throw new CorruptDataException(place + " has " + meta.getNum_values() + " values, codec " + meta.getCodec());
        }
    }

    /** The first byte of a chunk: of its dictionary if it has one. Some old writers say 0 for none. */
    static long chunkStart(ColumnMetaData meta) {
        return meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() >= 4
                ? Math.min(meta.getDictionary_page_offset(), meta.getData_page_offset())
                : meta.getData_page_offset();
    }

    public Path path() {
        return path;
    }

    /** Bytes of the file. */
    public long length() {
        return length;
    }

    /** The top-level columns as SQL fields. */
    public Schema schema() {
        return schema;
    }

    List<ParquetNode> columns() {
        return columns;
    }

    List<ParquetNode.Leaf> leaves() {
        return leaves;
    }

    /** The id that a table format gave the top-level column, or -1. */
    public int fieldId(int column) {
        return columns.get(column).fieldId();
    }

    public int rowGroups() {
        return metadata.getRow_groupsSize();
    }

    public long rows() {
        return firstRows[firstRows.length - 1];
    }

    public long rows(int rowGroup) {
        return firstRows[rowGroup + 1] - firstRows[rowGroup];
    }

    /** Position in the file of a row group's first row. */
    public long firstRow(int rowGroup) {
        return firstRows[rowGroup];
    }

    /** Compressed bytes of a row group. */
    public long bytes(int rowGroup) {
        long bytes = 0;
        for (ColumnChunk chunk : rowGroup(rowGroup).getColumns()) {
            bytes += chunk.getMeta_data().getTotal_compressed_size();
        }
        return bytes;
    }

    /** Offset of a row group's first byte, by which splits that were planned by byte ranges are assigned. */
    public long startOffset(int rowGroup) {
        return chunkStart(rowGroup(rowGroup).getColumns().get(0).getMeta_data());
    }

    RowGroup rowGroup(int rowGroup) {
        return metadata.getRow_groups().get(rowGroup);
    }

    ColumnChunk chunk(int rowGroup, ParquetNode.Leaf leaf) {
        return rowGroup(rowGroup).getColumns().get(leaf.index());
    }

    FileMetaData metadata() {
        return metadata;
    }
}
