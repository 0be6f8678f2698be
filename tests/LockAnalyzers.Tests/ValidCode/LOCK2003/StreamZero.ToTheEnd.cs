// long.MaxValue is everything on both systems.
using System;
using System.IO;

namespace ValidCode.LOCK2003
{
    public static class StreamZeros
    {
        public static int First(FileStream file)
        {
            file.Lock(0, long.MaxValue);
            try
            {
                file.Position = 0;
                return file.ReadByte();
            }
            finally
            {
                file.Unlock(0, long.MaxValue);
            }
        }
    }
}
