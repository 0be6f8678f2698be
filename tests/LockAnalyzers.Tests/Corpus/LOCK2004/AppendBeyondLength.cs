// The lock ends where the append begins.
using System;
using System.IO;
using System.Text;

namespace Ends
{
    public class Ends
    {
        public void Append(FileStream log, byte[] line)
        {
            long length = log.Length;
            log.Lock({|LOCK2004:0, length|});
            try
            {
                log.Seek(0, SeekOrigin.End);
                log.Write(line, 0, line.Length);
                log.Flush();
            }
            finally
            {
                log.Unlock(0, length);
            }
        }
    }
}
