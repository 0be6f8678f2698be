// The header's lock does not cover the body that is copied out under it.
using System;
using System.IO;

namespace Headers
{
    public class Headers
    {
        const long HeaderSize = 64;

        public void Export(FileStream source, Stream target)
        {
            source.Lock({|LOCK2004:0, HeaderSize|});
            try
            {
                source.Position = HeaderSize;
                source.CopyTo(target);
            }
            finally
            {
                source.Unlock(0, HeaderSize);
            }
        }
    }
}
