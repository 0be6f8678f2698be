// The unlock sits inside the condition of the work.
using System;
using System.IO;

namespace Flushing
{
    class PageFlusher
    {
        bool dirty;
        int flushed;

        public void MarkDirty() { dirty = true; }

        public void Flush(FileStream pages)
        {
            {|LOCK3001:pages.Lock(0, long.MaxValue)|};
            if (dirty)
            {
                dirty = false;
                flushed++;
                pages.Unlock(0, long.MaxValue);
            }
        }

        public int Flushed => flushed;
    }
}
