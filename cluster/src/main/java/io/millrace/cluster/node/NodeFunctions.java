package io.millrace.cluster.node;

import io.millrace.common.catalog.UserFunction;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.expression.user.FunctionJars;
import io.millrace.exec.expression.user.JavaAggregate;
import io.millrace.exec.expression.user.JavaMethod;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The jars of users' functions in the data directory, named by their SHA-256. */
public final class NodeFunctions {
    private static final long JAR_BYTES_MAX = 256L << 20;

    private final Path directory;
    private final Disk disk = new LocalDisk();

    NodeFunctions(Path directory) {
        this.directory = directory;
        FunctionJars.addDirectory(directory);
    }

    /**
     * Copies a jar into the data directory, and returns its SHA-256.
     *
     * @throws MillraceException FILE_NOT_FOUND, INVALID_PARAMETER, IO_ERROR, DISK_FULL
     */
    public String keep(String path) {
        Path jar = Path.of(path);
        if (!Files.isRegularFile(jar)) {
            throw new MillraceException(ErrorCode.FILE_NOT_FOUND, "there is no jar " + path);
        }
        try {
            if (Files.size(jar) > JAR_BYTES_MAX) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, path + " is larger than " + (JAR_BYTES_MAX >> 20) + " MB");
            }
            byte[] bytes = Files.readAllBytes(jar);
            if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, path + " is not a jar");
            }
            String digest = FunctionJars.digest(bytes);
            Path kept = directory.resolve(digest + ".jar");
            if (!Files.exists(kept)) {
                disk.createDirectories(directory);
                disk.replace(kept, bytes);
            }
            return digest;
        } catch (IOException e) {
            throw DiskErrors.translate("keep the jar " + path, e);
        }
    }

    /**
     * The function with its class and method told apart, after a look at both.
     *
     * @param function its class name may be followed by a method's
     * @param nullsDeclared whether the statement said what happens to NULL; else a method that takes none is not called for it
     */
    public UserFunction find(UserFunction function, boolean nullsDeclared) {
        UserFunction found = function;
        int dot = function.className().lastIndexOf('.');
        if (dot > 0 && !JavaMethod.hasClass(function.code())) {
            found = with(function, function.className().substring(0, dot), Optional.of(function.className().substring(dot + 1)),
                    function.nullOnNull(), false);
        } else if (JavaAggregate.isOne(function.code())) {
            found = with(function, function.className(), Optional.empty(), function.nullOnNull(), true);
        }
        boolean takesPrimitives = found.aggregate()
                ? JavaAggregate.find(found.code(), function.parameterTypes(), function.returns()).takesPrimitives()
                : JavaMethod.find(found.code(), function.parameterTypes(), function.returns()).takesPrimitives();
        if (takesPrimitives && !found.nullOnNull()) {
            if (nullsDeclared) {
                throw new MillraceException(ErrorCode.DATATYPE_MISMATCH,
                        "function " + function.name().name() + " is CALLED ON NULL INPUT, but its method takes values that cannot be null")
                        .withHint("say RETURNS NULL ON NULL INPUT, or let the method take Integer, Long and so on");
            }
            found = with(found, found.className(), found.method(), true, found.aggregate());
        }
        return found;
    }

    private static UserFunction with(
            UserFunction of, String className, Optional<String> method, boolean nullOnNull, boolean aggregate) {
        return new UserFunction(of.id(), of.name(), of.parameters(), of.returns(), of.deterministic(), nullOnNull, className, method,
                of.jar(),
                aggregate);
    }
}
