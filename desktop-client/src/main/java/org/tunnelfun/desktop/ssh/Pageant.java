package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.AgentConnector;
import com.jcraft.jsch.AgentDoor;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Buffer;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.BaseTSD.ULONG_PTR;
import com.sun.jna.platform.win32.WinDef.HWND;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.platform.win32.WinUser.COPYDATASTRUCT;
import java.nio.charset.StandardCharsets;

/**
 * Pageant, PuTTY's agent on Windows: requests and answers lie in shared memory, whose name is sent
 * to its window. JSch's own way needs Java 23, and its calls cannot be replaced in a test.
 */
final class Pageant implements AgentConnector {

    /** As much as Pageant itself takes. */
    static final int MEMORY = 256 * 1024;

    /** Tells its window that a request is meant. */
    private static final long REQUEST = 0x804E50BAL;

    private static final int LENGTH = 4;

    private final Calls windows;

    /** What is asked of Windows; nothing is decided behind it. */
    interface Calls {
        /** A window by its class and title, or null. */
        HWND findWindow(String kind, String title);

        /** Number of the calling thread, of which the system has no second. */
        int thread();

        /** Memory that others can open by its name, or null. */
        HANDLE share(int size, String name);

        /** Where all of it can be read and written, or null. */
        Pointer view(HANDLE shared);

        /** Sends WM_COPYDATA, waits for the answer, and returns it. */
        long send(HWND window, COPYDATASTRUCT message);

        void unmap(Pointer view);

        void close(HANDLE shared);
    }

    Pageant(Calls windows) {
        this.windows = windows;
    }

    @Override
    public String getName() {
        return "pageant";
    }

    @Override
    public boolean isAvailable() {
        return window() != null;
    }

    private HWND window() {
        return windows.findWindow("Pageant", "Pageant");
    }

    @Override
    public void query(Buffer buffer) throws AgentProxyException {
        byte[] request = AgentDoor.request(buffer);
        if (request.length > MEMORY) {
            throw new AgentProxyException(
                    "a request of " + request.length + " bytes is too long for Pageant");
        }
        HWND window = window();
        if (window == null) {
            throw new AgentProxyException("Pageant does not run any more");
        }
        // One thread asks one question at a time, so its number makes the name unique.
        String name = "PageantRequest%08x".formatted(windows.thread());
        HANDLE mapping = windows.share(MEMORY, name);
        if (mapping == null) {
            throw new AgentProxyException("no shared memory for Pageant");
        }
        try {
            Pointer memory = windows.view(mapping);
            if (memory == null) {
                throw new AgentProxyException("no view of the memory shared with Pageant");
            }
            try {
                memory.write(0, request, 0, request.length);
                if (!send(window, name)) {
                    throw new AgentProxyException("Pageant refuses the request");
                }
                AgentDoor.answer(buffer, answer(memory));
            } finally {
                windows.unmap(memory);
            }
        } finally {
            windows.close(mapping);
        }
    }

    private boolean send(HWND window, String name) {
        byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        try (Memory copied = new Memory(text.length)) {
            copied.write(0, text, 0, text.length);
            COPYDATASTRUCT message = new COPYDATASTRUCT();
            message.dwData = new ULONG_PTR(REQUEST);
            message.cbData = text.length;
            message.lpData = copied;
            message.write();
            // Returns once it is answered, which may take as long as a person does.
            return windows.send(window, message) != 0;
        }
    }

    /** Its length is in the order of the network, and Pageant's word only. */
    private static byte[] answer(Pointer memory) throws AgentProxyException {
        int length = Integer.reverseBytes(memory.getInt(0));
        if (length <= 0 || length > MEMORY - LENGTH) {
            throw new AgentProxyException("Pageant's answer has a length of " + length);
        }
        return memory.getByteArray(LENGTH, length);
    }
}
