package io.millrace.storage.file.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.text.ByteFeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The records of a file that is one array, or values one after another however they are broken into lines. */
final class JsonDocuments implements JsonRecords {
    private static final int TEXT_MAX = 1000;

    private final DataFile file;
    private final ByteFeed feed;
    private final JsonParser parser;
    private boolean started;
    private boolean inArray;
    private byte[] record = new byte[0];
    private long line;

    JsonDocuments(DataFile file) {
        this.file = file;
        this.feed = new ByteFeed(file, 0, file.length());
        try {
            this.parser = JsonText.FACTORY.createParser(new FeedStream(feed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean next() {
        try {
            JsonToken token = parser.nextToken();
            if (!started) {
                started = true;
                inArray = token == JsonToken.START_ARRAY;
                token = inArray ? parser.nextToken() : token;
            }
            if (inArray && token == JsonToken.END_ARRAY) {
                inArray = false;
                token = parser.nextToken();
            }
            if (token == null) {
                return false;
            }
            line = parser.currentTokenLocation().getLineNr();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator generator = JsonText.FACTORY.createGenerator(bytes)) {
                generator.copyCurrentStructure(parser);
            }
            record = bytes.toByteArray();
            return true;
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.MALFORMED_INPUT,
                    "file " + file.path() + ", line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": not JSON: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] buffer() {
        return record;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public int length() {
        return record.length;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String text() {
        return new String(record, 0, Math.min(record.length, TEXT_MAX), StandardCharsets.UTF_8);
    }

    @Override
    public long bytesRead() {
        return feed.bytesRead();
    }

    @Override
    public void close() {
        feed.close();
    }

    private static final class FeedStream extends InputStream {
        private final ByteFeed feed;

        FeedStream(ByteFeed feed) {
            this.feed = feed;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return feed.read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return feed.read(bytes, offset, length);
        }
    }
}
