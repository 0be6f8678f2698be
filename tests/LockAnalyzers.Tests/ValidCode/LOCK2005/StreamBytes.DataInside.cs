// What is read under the lock lies inside the hundred bytes.
using System;
using System.IO;

namespace ValidCode.LOCK2005
{
    public static class Hundreds
    {
        public static byte[] ReadHeader(FileStream file)
        {
            file.Lock(0, 100);
            try
            {
                var header = new byte[100];
                file.Position = 0;
                file.ReadExactly(header);
                return header;
            }
            finally
            {
                file.Unlock(0, 100);
            }
        }
    }
}
