package org.tunnelfun.desktop.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;

/** The device's side of a forward. */
final class TargetExam {

    private TargetExam() {}

    /** Tells of the target; whether it is as expected. */
    static boolean examine(Forward forward, Consumer<Finding> tell) {
        String target = forward.target().toString();
        boolean ssh = forward.expect() == Forward.Expect.SSH;
        try (Socket socket = new Socket()) {
            int limit = (int) Doctor.LIMIT.toMillis();
            socket.connect(
                    new InetSocketAddress(forward.target().host(), forward.target().port()), limit);
            if (!ssh) {
                tell.accept(Finding.ok("target", target + " accepts"));
                return true;
            }
            socket.setSoTimeout(limit / 2);
            byte[] said = new byte[256];
            int n = read(socket.getInputStream(), said);
            String text = n <= 0 ? "" : Plain.text(new String(said, 0, n, "ISO-8859-1"));
            boolean fine = text.startsWith("SSH-");
            tell.accept(
                    fine
                            ? Finding.ok("target", target + " says " + text)
                            : Finding.problem(
                                    "target",
                                    target
                                            + " is not SSH; it says "
                                            + (text.isEmpty() ? "nothing" : text),
                                    "If that is meant, add \"expect\": \"any\" to the forward; else"
                                            + " correct its target."));
            return fine;
        } catch (IOException e) {
            tell.accept(
                    Finding.problem(
                            "target",
                            "nothing answers at "
                                    + target
                                    + " ("
                                    + Plain.text(e.getMessage())
                                    + ")",
                            "Start it on this device, or correct the forward's target:\n"
                                    + "  systemctl start ssh"));
            return false;
        }
    }

    private static int read(InputStream in, byte[] into) throws IOException {
        try {
            return in.read(into);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }
}
