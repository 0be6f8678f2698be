// Everything on Linux, nothing on Windows.
using System;
using System.IO;

namespace StreamZeros
{
    public static class StreamZeros
    {
        public static int First(FileStream file)
        {
            file.Lock({|LOCK2003:0, 0|});
            try
            {
                file.Position = 0;
                return file.ReadByte();
            }
            finally
            {
                file.Unlock(0, 0);
            }
        }
    }
}
