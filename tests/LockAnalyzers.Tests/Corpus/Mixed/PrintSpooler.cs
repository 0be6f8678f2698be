// Faults: OpenQueue leaks the handle when refused (3004), Submit's lock ends only with CloseHandle (3006), Purge unlocks twice on its normal path (3008).
using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Mixed.PrintSpooler
{
    using HFILE = System.IntPtr;

    internal static class NativeFile
    {
        public static readonly HFILE Invalid = new HFILE(-1);
        public const uint Everything = 0xFFFFFFFFu;

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        public static extern HFILE CreateFile(string name, uint access, uint share, IntPtr security, uint creation, uint attributes, IntPtr template);
        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool CloseHandle(HFILE file);
        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool LockFile(HFILE file, uint offsetLow, uint offsetHigh, uint bytesLow, uint bytesHigh);
        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool UnlockFile(HFILE file, uint offsetLow, uint offsetHigh, uint bytesLow, uint bytesHigh);
        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool WriteFile(HFILE file, byte[] buffer, int count, out int written, IntPtr overlapped);
        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetEndOfFile(HFILE file);
    }

    public class Spooler
    {
        private readonly string queueFile;
        private readonly List<string> titles = new List<string>();

        public Spooler(string queueFile)
        {
            this.queueFile = queueFile;
        }

        private HFILE Create()
        {
            HFILE file = NativeFile.CreateFile(queueFile, 0xC0000000u, 3u, IntPtr.Zero, 4u, 0x80u, IntPtr.Zero);
            if (file == NativeFile.Invalid)
                throw new Win32Exception(Marshal.GetLastWin32Error());
            return file;
        }

        public HFILE OpenQueue()
        {
            HFILE file = NativeFile.CreateFile(queueFile, 0xC0000000u, 3u, IntPtr.Zero, 4u, 0x80u, IntPtr.Zero);
            if (file == NativeFile.Invalid)
                return HFILE.Zero;
            bool locked = {|LOCK3004:NativeFile.LockFile(file, 0, 0, NativeFile.Everything, NativeFile.Everything)|};
            if (!locked)
            {
                titles.Add("(queue busy)");
                return HFILE.Zero;
            }
            return file;
        }

        public void CloseQueue(HFILE file)
        {
            if (file == HFILE.Zero)
                return;
            NativeFile.UnlockFile(file, 0, 0, NativeFile.Everything, NativeFile.Everything);
            NativeFile.CloseHandle(file);
        }

        public bool Submit(string title, byte[] document)
        {
            HFILE file = Create();
            try
            {
                if (!{|LOCK3006:NativeFile.LockFile(file, 0, 0, NativeFile.Everything, NativeFile.Everything)|})
                    return false;
                byte[] head = Encoding.UTF8.GetBytes(title + "\0");
                if (!NativeFile.WriteFile(file, head, head.Length, out _, IntPtr.Zero))
                    throw new Win32Exception(Marshal.GetLastWin32Error());
                if (!NativeFile.WriteFile(file, document, document.Length, out _, IntPtr.Zero))
                    throw new Win32Exception(Marshal.GetLastWin32Error());
                titles.Add(title);
                return true;
            }
            finally
            {
                NativeFile.CloseHandle(file);
            }
        }

        public void Purge(HFILE file, Action<string> purged)
        {
            if (!NativeFile.LockFile(file, 0, 0, NativeFile.Everything, NativeFile.Everything))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                if (!NativeFile.SetEndOfFile(file))
                    throw new Win32Exception(Marshal.GetLastWin32Error());
                foreach (string title in titles)
                    purged(title);
                titles.Clear();
                NativeFile.UnlockFile(file, 0, 0, NativeFile.Everything, NativeFile.Everything);
            }
            finally
            {
                {|LOCK3008:NativeFile.UnlockFile(file, 0, 0, NativeFile.Everything, NativeFile.Everything)|};
            }
        }

        public int CountLocked(HFILE file, Func<string, bool> filter)
        {
            if (!NativeFile.LockFile(file, 0, 0, NativeFile.Everything, NativeFile.Everything))
                return -1;
            int n = 0;
            try
            {
                foreach (string title in titles)
                {
                    if (filter(title)) n++;
                }
            }
            finally
            {
                NativeFile.UnlockFile(file, 0, 0, NativeFile.Everything, NativeFile.Everything);
            }
            return n;
        }
    }
}
