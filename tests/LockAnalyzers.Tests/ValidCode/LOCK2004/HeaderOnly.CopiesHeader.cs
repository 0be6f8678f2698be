// The header is locked, and the header is copied.
using System;
using System.IO;

namespace ValidCode.LOCK2004
{
    public class Headers
    {
        const long HeaderSize = 64;

        public void Export(FileStream source, Stream target)
        {
            source.Lock(0, HeaderSize);
            try
            {
                var header = new byte[HeaderSize];
                source.Position = 0;
                source.ReadExactly(header);
                target.Write(header);
            }
            finally
            {
                source.Unlock(0, HeaderSize);
            }
        }
    }
}
