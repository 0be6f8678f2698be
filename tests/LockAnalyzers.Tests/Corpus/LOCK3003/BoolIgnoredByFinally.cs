// The result is stored and gates the work, but the finally unlocks without asking it.
using System;
using System.Runtime.InteropServices;

namespace Printing.Queue
{
    public class PrintQueue
    {
        [StructLayout(LayoutKind.Sequential)]
        public class OVERLAPPED { public IntPtr Internal; public IntPtr InternalHigh; public int Offset; public int OffsetHigh; public IntPtr Event; }

        [DllImport("kernel32.dll", SetLastError = true, CallingConvention = CallingConvention.StdCall)]
        static extern bool LockFileEx(IntPtr handle, int flags, int reserved, int countLow, int countHigh, OVERLAPPED overlapped);
        [DllImport("kernel32.dll", SetLastError = true, CallingConvention = CallingConvention.StdCall)]
        static extern bool UnlockFileEx(IntPtr handle, int reserved, int countLow, int countHigh, OVERLAPPED overlapped);

        private readonly IntPtr queueHandle;

        public PrintQueue(IntPtr queueHandle) { this.queueHandle = queueHandle; }

        public int Drain(Func<int> drain)
        {
            OVERLAPPED overlapped = new OVERLAPPED();
            int printed = 0;
            try
            {
                bool isLocked = {|LOCK3003:LockFileEx(queueHandle, 3, 0, -1, -1, overlapped)|};
                if (isLocked)
                {
                    printed = drain();
                }
            }
            finally
            {
                UnlockFileEx(queueHandle, 0, -1, -1, overlapped);
            }
            return printed;
        }
    }
}
