package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.WinDef.HWND;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.platform.win32.WinUser.COPYDATASTRUCT;
import java.nio.ByteBuffer;

/** Pageant's end and Windows in between: memory is memory, a message is its bytes. */
final class FakePageant implements Pageant.Calls {

    /** What it makes of a request, which comes without its length. */
    interface Agent {
        /** The whole answer, its length first; null: the request is refused. */
        byte[] answer(byte[] request);
    }

    private static final HWND WINDOW = new HWND(new Pointer(0x1111));
    private static final HANDLE MAPPING = new HANDLE(new Pointer(0x2222));

    boolean runs = true;
    boolean hasMemory = true;
    boolean hasView = true;

    private final Agent agent;
    private Memory memory;
    private String name;
    private int open;

    FakePageant(Agent agent) {
        this.agent = agent;
    }

    Pageant connector() {
        return new Pageant(this);
    }

    /** Mappings and views that nobody has closed. */
    int open() {
        return open;
    }

    @Override
    public HWND findWindow(String kind, String title) {
        return runs && kind.equals("Pageant") && title.equals("Pageant") ? WINDOW : null;
    }

    @Override
    public int thread() {
        return 0xABC;
    }

    @Override
    public HANDLE share(int size, String called) {
        if (!hasMemory) {
            return null;
        }
        memory = new Memory(size);
        name = called;
        open++;
        return MAPPING;
    }

    @Override
    public Pointer view(HANDLE of) {
        assertEquals(MAPPING, of);
        open += hasView ? 1 : 0;
        return hasView ? memory : null;
    }

    /** It sees the message as another process would: by its bytes. */
    @Override
    public long send(HWND to, COPYDATASTRUCT sent) {
        assertEquals(WINDOW, to);
        COPYDATASTRUCT message = new COPYDATASTRUCT(sent.getPointer());
        message.read();
        assertEquals(0x804E50BAL, message.dwData.longValue());
        assertEquals(name, message.lpData.getString(0, "US-ASCII"));
        assertEquals(name.length() + 1, message.cbData);
        int length = ByteBuffer.wrap(memory.getByteArray(0, 4)).getInt();
        byte[] answer = agent.answer(memory.getByteArray(4, length));
        if (answer == null) {
            return 0;
        }
        memory.write(0, answer, 0, answer.length);
        return 1;
    }

    @Override
    public void unmap(Pointer view) {
        assertEquals(memory, view);
        open--;
    }

    @Override
    public void close(HANDLE shared) {
        assertEquals(MAPPING, shared);
        open--;
    }
}
