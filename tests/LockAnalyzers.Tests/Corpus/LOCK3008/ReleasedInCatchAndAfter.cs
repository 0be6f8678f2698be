// The catch releases and goes on, to the second release.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Again
{
    public class Again
    {
        [DllImport("kernel32.dll", SetLastError = true)]
        static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

        [DllImport("kernel32.dll", SetLastError = true)]
        static extern bool UnlockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

        public bool Attempt(SafeFileHandle file, Action body)
        {
            if (!LockFile(file, 0, 0, uint.MaxValue, uint.MaxValue))
                throw new Win32Exception(Marshal.GetLastWin32Error());

            bool done = false;
            try
            {
                body();
                done = true;
            }
            catch (Exception)
            {
                UnlockFile(file, 0, 0, uint.MaxValue, uint.MaxValue);
            }

            {|LOCK3008:UnlockFile(file, 0, 0, uint.MaxValue, uint.MaxValue)|};
            return done;
        }
    }
}
