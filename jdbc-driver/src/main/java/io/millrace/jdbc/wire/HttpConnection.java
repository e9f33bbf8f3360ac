package io.millrace.jdbc.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One TCP connection that speaks HTTP/1.1, a request at a time, without a thread of its own: what a small query costs is mostly the way to the server and
 * back, and handing its bytes from thread to thread would double it. Closed by any thread; whoever reads hears of it.
 */
final class HttpConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int HEAD_BYTES_MAX = 64 << 10;

    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean waits = true;
    private volatile boolean closed;

    private HttpConnection(SocketChannel channel, Socket socket) throws IOException {
        this.channel = channel;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** {@code timeoutMillis} is for each address of the host. */
    static HttpConnection open(URI base, int timeoutMillis) throws IOException {
        String host = base.getHost().replaceAll("^\\[|]$", "");
        IOException failure = null;
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            ConnectException unknown = new ConnectException("host " + host + " is not known");
            unknown.initCause(e);
            throw unknown;
        }
        for (InetAddress address : addresses) {
            SocketChannel channel = SocketChannel.open();
            try {
                Socket plain = channel.socket();
                plain.setTcpNoDelay(true);
                plain.setKeepAlive(true);
                plain.connect(new InetSocketAddress(address, base.getPort()), timeoutMillis);
                return new HttpConnection(
                        channel, base.getScheme().equals("https") ? secured(plain, host, base.getPort(), timeoutMillis) : plain);
            } catch (IOException e) {
                channel.close();
                failure = e;
            }
        }
        if (failure instanceof SocketTimeoutException) {
            ConnectException late = new ConnectException("no connection within " + timeoutMillis + " ms");
            late.initCause(failure);
            throw late;
        }
        throw failure;
    }

    private static Socket secured(Socket plain, String host, int port, int timeoutMillis) throws IOException {
        SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(timeoutMillis);
        socket.startHandshake();
        return socket;
    }

    /** Whether another request may be sent on it: neither an end nor a byte may have come since the last. */
    boolean isAlive() {
        if (closed || limit > position) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            int count = channel.read(ByteBuffer.wrap(buffer, 0, 1));
            channel.configureBlocking(true);
            return count == 0;
        } catch (IOException e) {
            return false;
        }
    }

    void send(byte[] head, byte[] content) throws IOException {
        if (content.length == 0) {
            out.write(head);
        } else if (content.length < BUFFER_BYTES) {
            byte[] whole = new byte[head.length + content.length];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(content, 0, whole, head.length, content.length);
            out.write(whole);
        } else {
            out.write(head);
            out.write(content);
        }
        out.flush();
    }

    /** How long a read waits for its first byte; 0 for any time. */
    void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** The lines of an answer's head, and the status line first. Its body is to be read next. */
    HttpHead head() throws IOException {
        StringBuilder text = new StringBuilder(256);
        while (true) {
            String line = line(text.length());
            if (line.isEmpty()) {
                if (text.length() == 0 || text.indexOf("HTTP/1.1 1") == 0) {
                    text.setLength(0);
                    continue;
                }
                return HttpHead.parse(text.toString());
            }
            text.append(line).append('\n');
        }
    }

    /** A line without its end. */
    String line(int before) throws IOException {
        StringBuilder text = null;
        while (true) {
            for (int i = position; i < limit; i++) {
                if (buffer[i] == '\n') {
                    int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
                    String part = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
                    position = i + 1;
                    return text == null ? part : (text + part).replace("\r", "");
                }
            }
            text = text == null ? new StringBuilder() : text;
            text.append(new String(buffer, position, limit - position, StandardCharsets.ISO_8859_1));
            position = limit;
            if (before + text.length() > HEAD_BYTES_MAX) {
                throw new IOException("the answer's head has more than " + HEAD_BYTES_MAX + " bytes");
            }
            fill();
        }
    }

    /** Whether reads wait for bytes that have not come; if not they fail, and the connection is of no more use. */
    void waitsForBytes(boolean on) {
        waits = on;
    }

    private void requireWaiting() throws IOException {
        if (!waits) {
            throw new IOException("the rest has not come yet");
        }
    }

    private void fill() throws IOException {
        requireWaiting();
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        position = 0;
        limit = count;
    }

    /** Bytes of a body, at least one. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= BUFFER_BYTES / 2) {
                requireWaiting();
                int count = in.read(into, offset, length);
                if (count < 0) {
                    throw new EOFException("the server closed the connection");
                }
                return count;
            }
            fill();
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no more use either way.
            closed = true;
        }
    }
}
