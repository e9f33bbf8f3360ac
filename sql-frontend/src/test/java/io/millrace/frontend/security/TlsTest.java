package io.millrace.frontend.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cluster.node.NodeOptions;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.SystemClock;
import io.millrace.frontend.http.HttpOptions;
import io.millrace.frontend.http.Tls;
import io.millrace.frontend.server.MillraceServer;
import io.millrace.frontend.server.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP over TLS with a certificate that the test makes. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path directory;

    private KeyStore store;

    @BeforeEach
    void makeCertificate() throws Exception {
        Path file = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC", "-alias", "server",
                "-dname", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12",
                "-keystore", file.toString(), "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
        assertEquals(0, keytool.waitFor(), () -> read(keytool));
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        pem("cert.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
        pem("key.pem", "PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded());
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void pem(String name, String kind, byte[] bytes) throws IOException {
        Files.writeString(directory.resolve(name),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                        + "\n-----END " + kind + "-----\n");
    }

    private MillraceServer start(Tls tls) {
        return MillraceServer.start(
                new ServerOptions(new NodeOptions(directory.resolve("data"), "127.0.0.1", 0, 1L << 28, 1L << 27, 1),
                        new HttpOptions("127.0.0.1", 0, List.of(), 30_000, Optional.of(tls))),
                new SystemClock(), new SplittableRandom(5), "test");
    }

    @Test
    void answersOverTlsAlone() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("server", store.getCertificate("server"));
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (MillraceServer server = start(new Tls(directory.resolve("cert.pem"), directory.resolve("key.pem")));
                HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            assertTrue(server.url().startsWith("https://127.0.0.1:"), server.url());
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/sql?format=csv"))
                    .POST(HttpRequest.BodyPublishers.ofString("SELECT 1 AS a")).build();
            assertEquals("a\n1\n", client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            HttpRequest plain = HttpRequest.newBuilder(URI.create(server.url().replace("https", "http") + "/health")).build();
            assertThrows(IOException.class, () -> client.send(plain, HttpResponse.BodyHandlers.ofString()));
        }
    }

    @Test
    void aWrongKeyIsNoStart() throws IOException {
        Files.writeString(directory.resolve("key.pem"), "not a key");
        MillraceException refused =
                assertThrows(MillraceException.class, () -> start(new Tls(directory.resolve("cert.pem"), directory.resolve("key.pem"))));
        assertEquals(ErrorCode.CONFIGURATION_ERROR, refused.code(), refused.getMessage());
        MillraceException missing =
                assertThrows(MillraceException.class, () -> new Tls(directory.resolve("none.pem"), directory.resolve("key.pem")));
        assertTrue(missing.getMessage().startsWith("cannot read "), missing.getMessage());
    }
}
