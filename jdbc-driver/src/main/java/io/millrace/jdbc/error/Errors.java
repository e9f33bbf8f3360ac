package io.millrace.jdbc.error;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;

/** Exceptions of the class that JDBC names for a SQLSTATE. */
public final class Errors {
    public static final String CANCELLED = "57014";
    private static final String TIMEOUT = "57015";

    private Errors() {}

    public static SQLException of(String sqlState, String message) {
        return of(sqlState, message, null);
    }

    public static SQLException of(String sqlState, String message, Throwable cause) {
        switch (sqlState) {
            case CANCELLED :
                return new SQLException(message, sqlState, 0, cause);
            case TIMEOUT :
            case "57016" :
                return new SQLTimeoutException(message, sqlState, 0, cause);
            case "57P01" :
            case "57P02" :
            case "57P03" :
                return new SQLTransientConnectionException(message, sqlState, 0, cause);
            default :
                return ofClass(sqlState, message, cause);
        }
    }

    private static SQLException ofClass(String sqlState, String message, Throwable cause) {
        switch (sqlState.length() < 2 ? "" : sqlState.substring(0, 2)) {
            case "07" :
            case "42" :
            case "3F" :
            case "3D" :
            case "34" :
                return new SQLSyntaxErrorException(message, sqlState, 0, cause);
            case "08" :
                return new SQLNonTransientConnectionException(message, sqlState, 0, cause);
            case "0A" :
                return new SQLFeatureNotSupportedException(message, sqlState, 0, cause);
            case "21" :
            case "22" :
                return new SQLDataException(message, sqlState, 0, cause);
            case "23" :
                return new SQLIntegrityConstraintViolationException(message, sqlState, 0, cause);
            case "28" :
                return new SQLInvalidAuthorizationSpecException(message, sqlState, 0, cause);
            case "40" :
                return new SQLTransactionRollbackException(message, sqlState, 0, cause);
            case "53" :
                return new SQLTransientException(message, sqlState, 0, cause);
            case "54" :
            case "55" :
            case "2B" :
            case "58" :
            case "XX" :
                return new SQLNonTransientException(message, sqlState, 0, cause);
            default :
                return new SQLException(message, sqlState, 0, cause);
        }
    }

    public static SQLFeatureNotSupportedException unsupported(String what) {
        return new SQLFeatureNotSupportedException(what, "0A000");
    }

    public static SQLException closed(String what) {
        return new SQLException(what + " is closed", "HY010");
    }
}
