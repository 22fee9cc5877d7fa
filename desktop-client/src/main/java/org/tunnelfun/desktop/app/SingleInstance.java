package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.PrivateFile;

/**
 * The lock that one process holds for an instance. The system takes it back when the process ends
 * in whatever way; the file itself stays, because to delete it would race with the next holder.
 */
public final class SingleInstance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);

    private final Instance instance;
    private final FileChannel file;
    private final FileLock lock;

    private SingleInstance(Instance instance, FileChannel file, FileLock lock) {
        this.instance = instance;
        this.file = file;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @return empty if another process has it
     * @throws IOException if the state folder cannot be written
     */
    public static Optional<SingleInstance> acquire(Instance instance) throws IOException {
        PrivateFile.folder(instance.state());
        FileChannel file =
                FileChannel.open(
                        instance.lock(),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PrivateFile.attributes(instance.lock(), "rw-------"));
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return Optional.of(new SingleInstance(instance, file, lock));
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("this very process has the lock of {}", instance.what());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        return Optional.empty();
    }

    /** Tells others where this process listens. */
    void publish(Path socket) throws IOException {
        InstanceInfo own = InstanceInfo.own(socket);
        own.write(instance.info());
        if (instance.signpost().isPresent()) {
            pointTo(own, instance.signpost().get());
        }
    }

    /** Another instance of the same config keeps its sign for as long as it lives. */
    private static void pointTo(InstanceInfo own, Path signpost) {
        try {
            if (InstanceInfo.read(signpost).flatMap(InstanceInfo::process).isEmpty()) {
                PrivateFile.folder(signpost.getParent());
                own.write(signpost);
            }
        } catch (IOException e) {
            // It still is found by its state folder.
            LOG.debug("{} cannot be written: {}", signpost, e.toString());
        }
    }

    private static boolean isOurs(Path signpost) {
        return InstanceInfo.read(signpost)
                .filter(info -> info.pid() == ProcessHandle.current().pid())
                .isPresent();
    }

    @Override
    public void close() {
        try {
            if (instance.signpost().filter(SingleInstance::isOurs).isPresent()) {
                Files.deleteIfExists(instance.signpost().get());
            }
            Files.deleteIfExists(instance.info());
            lock.release();
            file.close();
        } catch (IOException e) {
            LOG.warn("the lock of {} could not be given back: {}", instance.what(), e.toString());
        }
    }
}
