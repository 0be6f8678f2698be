// Faults: Edit's filtered catch lets other exceptions out while locked (3002), Revert returns while locked (3001), Write releases before the writer is flushed (3009).
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;
using Microsoft.Win32.SafeHandles;

namespace Mixed.ConfigEditor;

public static class Posix
{
    public enum Command { SetLock = 37, SetLockWait = 38 }
    public enum Kind : short { Read, Write, Unlock }

    [StructLayout(LayoutKind.Sequential)]
    public struct FileLockSpec
    {
        public Kind Type;
        public short Whence;
        public long Start;
        public long Length;
        public int ProcessId;

        public static FileLockSpec Of(Kind type) => new() { Type = type };
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static extern int Fcntl(SafeFileHandle fd, Command command, in FileLockSpec spec);
}

public class ConfigException : Exception
{
    public ConfigException(string message, int errno) : base($"{message} (errno {errno})") => Errno = errno;
    public int Errno { get; }
}

public class ConfigEditor : IDisposable
{
    private readonly FileStream file;
    private readonly Stack<XDocument> history = new();
    private XDocument current = new(new XElement("config"));

    public ConfigEditor(string path)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public bool Edit(Action<XElement> change)
    {
        Posix.FileLockSpec write = new() { Type = Posix.Kind.Write };
        Posix.FileLockSpec unlock = new() { Type = Posix.Kind.Unlock };
        if ({|LOCK3002:Posix.Fcntl(file.SafeFileHandle, Posix.Command.SetLockWait, write)|} < 0)
            throw new ConfigException("lock", Marshal.GetLastPInvokeError());

        bool changed = true;
        try
        {
            var copy = new XDocument(current);
            change(copy.Root!);
            history.Push(current);
            current = copy;
        }
        catch (InvalidOperationException e) when (e.Message.Length > 0)
        {
            changed = false;
        }

        Posix.Fcntl(file.SafeFileHandle, Posix.Command.SetLock, unlock);
        return changed;
    }

    public bool Revert()
    {
        Posix.FileLockSpec write = new() { Type = Posix.Kind.Write };
        if ({|LOCK3001:Posix.Fcntl(file.SafeFileHandle, Posix.Command.SetLockWait, in write)|} < 0)
            throw new ConfigException("lock", Marshal.GetLastPInvokeError());

        if (!history.TryPop(out XDocument? previous))
        {
            return false;
        }
        current = previous;

        Posix.FileLockSpec unlock = new() { Type = Posix.Kind.Unlock };
        if (Posix.Fcntl(file.SafeFileHandle, Posix.Command.SetLock, in unlock) < 0)
            throw new ConfigException("unlock", Marshal.GetLastPInvokeError());
        return true;
    }

    public void Write()
    {
        string xml = current.ToString();
        Posix.FileLockSpec write = new() { Type = Posix.Kind.Write };
        Posix.FileLockSpec unlock = new() { Type = Posix.Kind.Unlock };
        var writer = new StreamWriter(file, new UTF8Encoding(false), 4096, leaveOpen: true);
        if (Posix.Fcntl(file.SafeFileHandle, Posix.Command.SetLockWait, write) < 0)
            throw new ConfigException("lock", Marshal.GetLastPInvokeError());
        try
        {
            file.SetLength(0);
            writer.Write(xml);
        }
        finally
        {
            {|LOCK3009:Posix.Fcntl(file.SafeFileHandle, Posix.Command.SetLock, unlock)|};
        }
        writer.Dispose();
    }

    public void Read()
    {
        Posix.FileLockSpec write = new() { Type = Posix.Kind.Write };
        Posix.FileLockSpec unlock = new() { Type = Posix.Kind.Unlock };
        if (Posix.Fcntl(file.SafeFileHandle, Posix.Command.SetLockWait, write) < 0)
            throw new ConfigException("lock", Marshal.GetLastPInvokeError());
        try
        {
            file.Position = 0;
            current = XDocument.Load(file);
            history.Clear();
        }
        finally
        {
            Posix.Fcntl(file.SafeFileHandle, Posix.Command.SetLock, unlock);
        }
    }

    public void Dispose() => file.Dispose();
}
