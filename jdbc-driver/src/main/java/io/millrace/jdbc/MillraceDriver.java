package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.wire.ConnectionSettings;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

/** The JDBC driver: {@code jdbc:millrace://host:port/[schema][?user=…&password=…]}. Registers itself when it is loaded. */
public final class MillraceDriver implements Driver {
    static {
        try {
            DriverManager.registerDriver(new MillraceDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        return acceptsURL(url) ? MillraceConnection.open(ConnectionSettings.parse(url, info == null ? new Properties() : info)) : null;
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        if (url == null) {
            throw Errors.of("08001", "the URL is null");
        }
        return url.startsWith(ConnectionSettings.PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        Properties named = info == null ? new Properties() : info;
        Properties given = url != null && acceptsURL(url) ? ConnectionSettings.parse(url, named).properties() : named;
        return new DriverPropertyInfo[] {
                property("user", given, "who connects"),
                property("password", given, "the user's password"),
                property("schema", given, "where names without a schema are looked up"),
                property("ssl", given, "true: over TLS", "false", "true"),
                property("applicationName", given, "name that the client gives itself"),
                property("connectTimeout", given, "seconds to wait for a connection (10)"),
                property("socketTimeout", given, "seconds that the server may be silent (0: any time)")};
    }

    private static DriverPropertyInfo property(String name, Properties given, String description, String... choices) {
        DriverPropertyInfo property = new DriverPropertyInfo(name, given.getProperty(name));
        property.description = description;
        property.choices = choices.length == 0 ? null : choices;
        return property;
    }

    @Override
    public int getMajorVersion() {
        return DriverVersion.MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return DriverVersion.MINOR;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw Errors.unsupported("the driver logs nothing");
    }
}
