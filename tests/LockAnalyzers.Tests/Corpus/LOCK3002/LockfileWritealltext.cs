// File.WriteAllText may throw between LockFile and UnlockFile.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using DWORD = System.UInt32;

namespace Legacy.IniFiles
{
    public class IniWriter
    {
        [DllImport("Kernel32.dll", SetLastError = true)]
        static extern bool LockFile(IntPtr hFile, DWORD dwFileOffsetLow, DWORD dwFileOffsetHigh, DWORD nNumberOfBytesToLockLow, DWORD nNumberOfBytesToLockHigh);
        [DllImport("Kernel32.dll", SetLastError = true)]
        static extern bool UnlockFile(IntPtr hFile, DWORD dwFileOffsetLow, DWORD dwFileOffsetHigh, DWORD nNumberOfBytesToUnlockLow, DWORD nNumberOfBytesToUnlockHigh);

        const DWORD All = 0xFFFFFFFF;
        readonly IntPtr m_hLock;

        public IniWriter(IntPtr hLock) { m_hLock = hLock; }

        public bool Write(string fileName, string contents)
        {
            if (!{|LOCK3002:LockFile(m_hLock, 0, 0, All, All)|})
            {
                int nError = Marshal.GetLastWin32Error();
                if (nError == 33) return false;
                throw new Win32Exception(nError);
            }
            File.WriteAllText(fileName, contents);
            UnlockFile(m_hLock, 0, 0, All, All);
            return true;
        }
    }
}
