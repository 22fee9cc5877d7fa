package org.tunnelfun.desktop.ssh;

import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.User32;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinDef.HWND;
import com.sun.jna.platform.win32.WinDef.LPARAM;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.platform.win32.WinUser;
import com.sun.jna.platform.win32.WinUser.COPYDATASTRUCT;

/** Windows itself; elsewhere, making one is a {@link LinkageError}. */
final class PageantCalls implements Pageant.Calls {

    private final User32 user = User32.INSTANCE;
    private final Kernel32 kernel = Kernel32.INSTANCE;

    @Override
    public HWND findWindow(String kind, String title) {
        return user.FindWindow(kind, title);
    }

    @Override
    public int thread() {
        return kernel.GetCurrentThreadId();
    }

    @Override
    public HANDLE share(int size, String name) {
        return kernel.CreateFileMapping(
                WinBase.INVALID_HANDLE_VALUE, null, WinNT.PAGE_READWRITE, 0, size, name);
    }

    @Override
    public Pointer view(HANDLE shared) {
        int access = WinNT.SECTION_MAP_READ | WinNT.SECTION_MAP_WRITE;
        return kernel.MapViewOfFile(shared, access, 0, 0, 0);
    }

    @Override
    public long send(HWND window, COPYDATASTRUCT message) {
        LPARAM address = new LPARAM(Pointer.nativeValue(message.getPointer()));
        return user.SendMessage(window, WinUser.WM_COPYDATA, null, address).longValue();
    }

    @Override
    public void unmap(Pointer view) {
        kernel.UnmapViewOfFile(view);
    }

    @Override
    public void close(HANDLE shared) {
        kernel.CloseHandle(shared);
    }
}
