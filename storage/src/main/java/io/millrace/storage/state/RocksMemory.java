package io.millrace.storage.state;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all stores of a node share: one cache of blocks, filters and indexes, which what waits to be written is charged to as well. Made once a
 * node, since that loads the native library.
 */
public final class RocksMemory implements AutoCloseable {
    private static final long WRITE_BUFFER_BYTES_MAX = 64L << 20;
    private static final long WRITE_BUFFER_BYTES_MIN = 1L << 20;
    private static final int BLOCK_BYTES = 8 << 10;
    private static final int FILTER_BITS_A_KEY = 10;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter filter;
    private final long writeBufferBytes;

    /**
     * @param directory where the native library is put before it is loaded
     * @param bytesMax of cache and write buffers together
     */
    public RocksMemory(Path directory, long bytesMax) {
        try {
            Files.createDirectories(directory);
            NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.IO_ERROR, "RocksDB's library cannot be loaded from " + directory + ": " + e.getMessage(),
                    e);
        }
        this.cache = new LRUCache(bytesMax);
        this.writeBuffers = new WriteBufferManager(bytesMax / 2, cache);
        this.filter = new BloomFilter(FILTER_BITS_A_KEY);
        this.writeBufferBytes = Math.clamp(bytesMax / 4, WRITE_BUFFER_BYTES_MIN, WRITE_BUFFER_BYTES_MAX);
    }

    /** Options of one store; closed by the caller after it. */
    Options options() {
        return new Options()
                .setCreateIfMissing(true)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setMaxBackgroundJobs(2)
                .setAvoidFlushDuringShutdown(true)
                .setWriteBufferManager(writeBuffers)
                .setWriteBufferSize(writeBufferBytes)
                .setMaxWriteBufferNumber(3)
                .setTargetFileSizeBase(writeBufferBytes)
                .setMaxBytesForLevelBase(4 * writeBufferBytes)
                .setLevelCompactionDynamicLevelBytes(true)
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(0.05)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(BLOCK_BYTES)
                        .setFilterPolicy(filter)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFormatVersion(5));
    }

    @Override
    public void close() {
        filter.close();
        writeBuffers.close();
        cache.close();
    }
}
